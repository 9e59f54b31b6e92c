import type { Explanation } from '../../inspection/explanation.ts';
import { loadJson, loadYaml, type Outputs, type Render } from '../shared/outputs.ts';

export const EXPLAIN_OUTPUTS = {
  table: async () => (await import('./text.ts')).renderText,
  json: () => loadList(loadJson),
  yaml: () => loadList(loadYaml),
} as const satisfies Outputs<readonly Explanation[]>;

async function loadList(load: () => Promise<Render<unknown>>): Promise<Render<readonly Explanation[]>> {
  const [{ explanationList }, render] = await Promise.all([import('../../inspection/explanation-list.ts'), load()]);
  return (explanations, context) => render(explanationList(explanations), context);
}
