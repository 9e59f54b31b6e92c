import { loadJson, loadYaml, type Outputs, type Render } from '../shared/outputs.ts';
import type { Explanation } from './explanation.ts';

export const EXPLAIN_OUTPUTS = {
  table: async () => (await import('./text.ts')).renderText,
  json: () => loadList(loadJson),
  yaml: () => loadList(loadYaml),
} as const satisfies Outputs<readonly Explanation[]>;

async function loadList(load: () => Promise<Render<unknown>>): Promise<Render<readonly Explanation[]>> {
  const [{ explanationList }, render] = await Promise.all([import('./json.ts'), load()]);
  return (explanations, context) => render(explanationList(explanations), context);
}
