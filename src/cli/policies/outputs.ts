import type { PolicyObject } from '../../policies/policy-object.ts';
import type { Outputs, Render } from '../shared/outputs.ts';
import { printableJson } from '../shared/terminal-text.ts';

/** What `kubectl apply` reads. */
export const POLICIES_OUTPUTS: Outputs<readonly PolicyObject[]> = {
  yaml: loadDocuments,
  json: async () => (items) => `${printableJson({ apiVersion: 'v1', kind: 'List', items })}\n`,
};

async function loadDocuments(): Promise<Render<readonly PolicyObject[]>> {
  const { printableYaml } = await import('../shared/yaml-output.ts');
  return (objects) => objects.map(printableYaml).join('---\n');
}
