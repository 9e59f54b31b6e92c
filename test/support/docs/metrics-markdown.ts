import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { labelValues, watchEksWebhook } from '../../../src/webhook/observation.ts';
import { createWebhooks } from '../../../src/webhook/webhooks.ts';
import { auditScrape } from '../audit/series.ts';
import { parseExposition } from '../monitoring/exposition.ts';
import { policyScrape } from '../policies/series.ts';
import { configFor } from '../running-webhook.ts';
import { startCache } from '../started-cache.ts';

/** More values than this have a page of their own. */
const MAX_VALUES = 8;

const NO_CONNECTIONS = { open: () => 0, closed: () => 0 };

/** The metrics of `serve`, in Markdown, as a scrape has them. */
export async function webhookMetricsMarkdown(): Promise<string> {
  const webhooks = createWebhooks(await configFor({ profiles: 'manifests/examples/profiles.yaml' }), {
    profiles: startCache().cache,
    eksWebhook: watchEksWebhook(),
  });
  const metrics = createMetrics({
    version: '0.1.0',
    labels: labelValues(webhooks),
    state: {
      profileCount: () => 0,
      profilesAgeSeconds: () => 0,
      certificateExpirySeconds: () => 0,
      droppedLogLines: () => 0,
      connections: { webhook: NO_CONNECTIONS, ops: NO_CONNECTIONS },
    },
  });
  metrics.setCaDrift('mutating/fargate-admission', false);
  return table((await metrics.scrape()).text);
}

/** The metrics of `audit --every`. */
export async function auditMetricsMarkdown(): Promise<string> {
  return table(await auditScrape());
}

/** The metrics of `policies --every`. */
export async function policyMetricsMarkdown(): Promise<string> {
  return table(await policyScrape());
}

function table(exposition: string): string {
  const rows = [...exposition.matchAll(/^# HELP (fargate_admission_\w+) (.*)\n# TYPE \w+ (\w+)$/gm)].map(
    ([, name = '', help = '', type = '']) => `| \`${name}\` | ${type} | ${labelsOf(name, exposition)} | ${help} |`,
  );
  return ['| Metric | Type | Labels | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function labelsOf(name: string, exposition: string): string {
  const series = parseExposition(exposition).filter(({ metric }) => metric === name || metric === `${name}_bucket`);
  const labels = new Set(series.flatMap((one) => [...one.labels.keys()]).filter((label) => label !== 'le'));
  return [...labels]
    .map((label) => labelText(label, new Set(series.map((one) => one.labels.get(label) ?? ''))))
    .join('; ');
}

/** With its values where they are few. */
function labelText(label: string, values: ReadonlySet<string>): string {
  if (values.size < 2 || values.size > MAX_VALUES) return `\`${label}\``;
  return `\`${label}\`: ${[...values].map((value) => `\`${value}\``).join(', ')}`;
}
