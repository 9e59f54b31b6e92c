import type { FleetReport } from '../../../audit/fleet/fleet-report.ts';
import { loadJson, loadYaml, type Outputs } from '../../shared/outputs.ts';

export const FLEET_OUTPUTS = {
  table: async () => (await import('./table.ts')).renderFleet,
  json: loadJson,
  yaml: loadYaml,
} as const satisfies Outputs<FleetReport>;
