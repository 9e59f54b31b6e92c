import type { PodDiagnosis } from '../../audit/diagnosis/diagnosis.ts';
import { loadJson, loadYaml, type Outputs } from '../shared/outputs.ts';

export const WHY_OUTPUTS = {
  table: async () => (await import('./text.ts')).renderDiagnosis,
  json: loadJson,
  yaml: loadYaml,
} as const satisfies Outputs<PodDiagnosis>;
