import type { FleetReport } from '../../../audit/fleet/fleet-report.ts';
import { loadJson, loadYaml, type Outputs, type Render } from '../../shared/outputs.ts';

export const FLEET_OUTPUTS = {
  table: async () => (await import('./table.ts')).renderFleet,
  json: loadJson,
  yaml: loadYaml,
  html: loadPage,
} as const satisfies Outputs<FleetReport>;

async function loadPage(): Promise<Render<FleetReport>> {
  const { renderFleetPage } = await import('../../../audit/page/render-fleet-page.ts');
  return (report) => renderFleetPage(report).html;
}
