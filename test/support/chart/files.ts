import { copyFileSync, mkdirSync } from 'node:fs';

const MANIFESTS = new URL('../../../manifests/', import.meta.url);
export const CHART_FILES = new URL('chart/files/', MANIFESTS);

/** What the chart takes from the overlays as it is: Helm reads nothing outside of the chart's folder. By the path in the chart. */
const SOURCES: Readonly<Record<string, string>> = {
  'webhooks/mutating.yaml': 'base/mutating-webhook.yaml',
  'webhooks/validating.yaml': 'base/validating-webhook.yaml',
  'webhooks/enforcing.yaml': 'components/enforce/validating-webhook.yaml',
  'rights/webhook.yaml': 'base/cluster-role.yaml',
  'rights/self-signed.yaml': 'overlays/self-signed/cluster-role.yaml',
  'rights/self-signed-secret.yaml': 'overlays/self-signed/role.yaml',
  'rights/audit.yaml': 'overlays/audit/cluster-role.yaml',
  'monitoring/prometheus-rule.yaml': 'components/monitoring/prometheus-rule.yaml',
  'monitoring/dashboard.json': 'components/monitoring/dashboard.json',
  'audit/prometheus-rule.yaml': 'components/audit-monitoring/prometheus-rule.yaml',
  'audit/dashboard.json': 'components/audit-monitoring/dashboard.json',
  'rights/policies.yaml': 'overlays/policies/cluster-role.yaml',
  'policies/prometheus-rule.yaml': 'components/policies-monitoring/prometheus-rule.yaml',
  'policies/dashboard.json': 'components/policies-monitoring/dashboard.json',
  'policies/profiles.yaml': 'overlays/validating-admission-policy/policy.yaml',
  'policies/profiles-binding.yaml': 'overlays/validating-admission-policy/binding.yaml',
};

export interface ChartFile {
  /** In the folder `files` of the chart. */
  readonly name: string;
  readonly url: URL;
  readonly source: URL;
}

export const COPIED_FILES: readonly ChartFile[] = Object.entries(SOURCES).map(([name, source]) => ({
  name,
  url: new URL(name, CHART_FILES),
  source: new URL(source, MANIFESTS),
}));

export function copyChartFiles(): void {
  for (const { url, source } of COPIED_FILES) {
    mkdirSync(new URL('.', url), { recursive: true });
    copyFileSync(source, url);
  }
}
