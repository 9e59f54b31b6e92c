import { loadJson, loadYaml, type Outputs } from '../shared/outputs.ts';
import type { ConfigurationReport } from './report.ts';

export const CONFIG_OUTPUTS = {
  table: async () => (await import('./table.ts')).renderConfiguration,
  json: loadJson,
  yaml: loadYaml,
} as const satisfies Outputs<ConfigurationReport>;
