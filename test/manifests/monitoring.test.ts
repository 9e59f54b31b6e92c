import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Registry } from 'prom-client';
import { createCertificateMetrics } from '../../src/telemetry/certificate-metrics.ts';
import { auditSeries } from '../support/audit/series.ts';
import { readBaseObject, valueAt } from '../support/manifests.ts';
import {
  MONITORING_COMPONENTS,
  type Panel,
  RUNBOOKS,
  readAlerts,
  readExpressions,
  readMonitoring,
  readPanels,
  renewRunbooks,
  ruleFile,
} from '../support/monitoring/components.ts';
import { isSelected, parseExposition, type Series, TARGET_LABELS } from '../support/monitoring/exposition.ts';
import { seriesSelectors } from '../support/monitoring/promql.ts';
import { policySeries } from '../support/policies/series.ts';
import { profileFile } from '../support/profile-files.ts';
import { startedWebhook } from '../support/running-webhook.ts';

const LABELS = { 'app.kubernetes.io/name': 'fargate-admission' };
const ALERTS_PAGE = readFileSync(new URL('../../docs/operations/alerts.md', import.meta.url), 'utf8');
const alerts = readAlerts();
const selectors = readExpressions().flatMap(seriesSelectors);

describe('alerts and dashboards', () => {
  test('name no series that the processes do not have', async (t) => {
    const { probe } = await startedWebhook(t, { profiles: await profileFile(t) });
    const series = parseExposition((await probe('/metrics')).text).concat(
      await seriesOfCaDrift(),
      await auditSeries(),
      await policySeries(),
    );
    const ours = selectors.filter(({ metric }) => !metric.startsWith('apiserver_'));
    const missing = ours.filter((selector) => !series.some((candidate) => isSelected(selector, candidate)));
    assert.deepEqual(missing, []);
  });

  test('name of the API server’s metrics only those that the end-to-end suite looks for', () => {
    const metrics = selectors.map(({ metric }) => metric).filter((metric) => metric.startsWith('apiserver_'));
    assert.deepEqual([...new Set(metrics)].toSorted(), [
      'apiserver_admission_webhook_admission_duration_seconds_bucket',
      'apiserver_admission_webhook_fail_open_count',
      'apiserver_admission_webhook_rejection_count',
    ]);
  });

  test('look, where they look at the API server, at our webhooks only', () => {
    const names = [
      ...readWebhookNames('MutatingWebhookConfiguration'),
      ...readWebhookNames('ValidatingWebhookConfiguration'),
    ];
    const ofApiServer = alerts.flatMap(({ expression }) => seriesSelectors(expression));
    for (const { matchers } of ofApiServer.filter(({ matchers: given }) =>
      given.some(({ label }) => label === 'name'),
    )) {
      const pattern = new RegExp(`^(?:${matchers.find(({ label }) => label === 'name')?.value})$`);
      assert.ok(names.some((name) => pattern.test(name)));
      assert.equal(pattern.test('pod-identity-webhook.amazonaws.com'), false);
    }
  });
});

describe('each alert', () => {
  for (const { name, severity, expression, annotations } of alerts) {
    test(`${name} (${severity}) says what it is, what to do, and where to read on`, () => {
      assert.match(severity, /^(critical|warning|info)$/);
      assert.deepEqual(Object.keys(annotations), ['summary', 'description', 'runbook_url']);
      assert.equal(annotations['runbook_url'], `${RUNBOOKS}#${name.toLowerCase()}`);
    });

    test(`${name} (${severity}) names in its texts only labels that its series keep`, () => {
      const kept = seriesSelectors(expression).flatMap(({ groupedBy }) => groupedBy);
      const named = [...JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      const known = kept.length > 0 ? kept : TARGET_LABELS;
      assert.deepEqual(
        named.filter((label) => !known.includes(label)),
        [],
      );
    });
  }

  test('has an absolute address under that of package.json; `npm run docs` writes it', () => {
    assert.match(RUNBOOKS, /^https:\/\/\S+\/docs\/operations\/alerts\.md$/);
    for (const file of MONITORING_COMPONENTS.map(ruleFile)) {
      const rules = readFileSync(file, 'utf8');
      assert.equal(renewRunbooks(rules), rules);
    }
  });

  test('quotes messages of the log that the code writes', () => {
    const texts = alerts.map(({ annotations }) => annotations['description']).join('\n');
    const quoted = [...`${texts}\n${ALERTS_PAGE}`.matchAll(/\bas (?:"([a-z ]+)"|`([a-z ]+)`)/g)].map(
      ([, inRule, onPage]) => inRule ?? onPage ?? '',
    );
    assert.ok(quoted.length > 0);
    const source = readSource();
    assert.deepEqual(
      quoted.filter((message) => !source.includes(`'${message}'`)),
      [],
    );
  });

  test('has a section on the page that its address names, with its severity', () => {
    const missing = alerts.filter(({ name, severity }) => {
      const [, section = ''] = ALERTS_PAGE.split(`\n## ${name}\n`);
      return !section.split('\n## ')[0]?.includes(`**${severity}**`);
    });
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});

for (const component of MONITORING_COMPONENTS) {
  describe(`the dashboard of ${component}`, () => {
    test('has panels that do not overlap, in 24 columns', () => {
      const panels = readPanels(component);
      assert.ok(panels.every(({ position: { x, w } }) => x >= 0 && x + w <= 24));
      const cells = panels.flatMap(cellsOf);
      assert.equal(new Set(cells).size, cells.length);
    });

    test('asks the data source that its reader chooses', () => {
      const dashboard = readMonitoring('dashboard.json', component);
      const sources = dashboard
        .get('panels')
        .list()
        .map((panel) => valueAt(panel, 'datasource.uid'));
      assert.deepEqual(
        [...new Set(sources)],
        [`$\{${valueAt(dashboard.get('templating').get('list').list()[0] ?? dashboard, 'name')}}`],
      );
    });

    test('is found by Grafana’s sidecar', () => {
      const [generator] = readMonitoring('kustomization.yaml', component).get('configMapGenerator').list();
      const { grafana_dashboard: found } = generator?.get('options').get('labels').stringMap() ?? {};
      assert.equal(found, '1');
    });
  });
}

describe('the ServiceMonitor', () => {
  const service = readMonitoring('service.yaml');
  const monitor = readMonitoring('service-monitor.yaml').get('spec');

  test('selects the Service for metrics, and not that of the webhook', () => {
    const own = { ...LABELS, ...service.get('metadata').get('labels').stringMap() };
    assert.deepEqual(valueAt(monitor, 'selector.matchLabels'), own);
    assert.equal(readBaseObject('Service').get('metadata').get('labels').isPresent, false);
  });

  test('scrapes the ops port of all pods, ready or not', () => {
    const [port = service] = service.get('spec').get('ports').list();
    const [endpoint = monitor] = monitor.get('endpoints').list();
    assert.deepEqual(endpoint.value, { port: port.get('name').value, path: '/metrics', interval: '30s' });
    assert.equal(port.get('targetPort').value, 'ops');
    assert.deepEqual(valueAt(service, 'spec.selector'), LABELS);
    assert.equal(valueAt(service, 'spec.publishNotReadyAddresses'), true);
  });

  test('gives the series the job that the dashboard asks for', () => {
    const [label = ''] = Object.keys(LABELS);
    assert.equal(monitor.get('jobLabel').value, label);
    const jobs = selectors.flatMap(({ matchers }) => matchers).filter((matcher) => matcher.label === 'job');
    assert.deepEqual([...new Set(jobs.map(({ value }) => value))], [LABELS['app.kubernetes.io/name']]);
  });
});

function readSource(): string {
  const folder = new URL('../../src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  return files.map((path) => readFileSync(new URL(path, folder), 'utf8')).join('\n');
}

/** It has none until the API server was asked. */
async function seriesOfCaDrift(): Promise<readonly Series[]> {
  const registry = new Registry();
  createCertificateMetrics(registry, { reloadResults: [], expirySeconds: () => 0 }).setCaDrift(
    'fargate-admission',
    false,
  );
  return parseExposition(await registry.metrics()).filter(({ metric }) => metric === 'fargate_admission_ca_drift');
}

function readWebhookNames(kind: string): readonly string[] {
  return readBaseObject(kind)
    .get('webhooks')
    .list()
    .map((webhook) => webhook.get('name').string() ?? '');
}

function cellsOf({ position: { x, y, w, h } }: Panel): readonly string[] {
  return Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);
}
