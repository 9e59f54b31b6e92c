import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, type TestContext, test } from 'node:test';
import { answersWith, audit, ON_FARGATE, OTHER_KEY, pod } from '../../support/cli/audit.ts';
import { type ApiAnswer, listOf } from '../../support/kubernetes/api-server.ts';
import { closeNow, listenLocally } from '../../support/local-server.ts';
import { seriesSelectors } from '../../support/monitoring/promql.ts';
import type { CliRun } from '../../support/terminal.ts';

const METRICS = '/apis/metrics.k8s.io/v1beta1/pods';

/** As metrics-server answers. Source: kubernetes/metrics, PodMetrics. */
function podMetrics(name: string, ...containers: readonly { readonly cpu: string; readonly memory: string }[]): object {
  return {
    metadata: { name, namespace: 'shop' },
    timestamp: '2026-11-28T07:00:00Z',
    window: '15s',
    containers: containers.map((usage, index) => ({ name: `container-${index}`, usage })),
  };
}

function auditWithMetrics(t: TestContext, pods: readonly object[], answer: ApiAnswer): Promise<CliRun> {
  return audit(t, { ...answersWith(pods), [METRICS]: answer }, ['--usage=metrics-server']);
}

interface Prometheus {
  readonly url: string;
  readonly queries: string[];
}

/** Answers each query by the metric that it is about. Source: Prometheus, "HTTP API", instant queries. */
async function startPrometheus(
  t: TestContext,
  values: Readonly<Record<'cpu' | 'memory', string>>,
): Promise<Prometheus> {
  const queries: string[] = [];
  const server = createServer(async (request, response) => {
    const query = new URLSearchParams(await text(request)).get('query') ?? '';
    queries.push(query);
    const value = query.includes('container_cpu_usage_seconds_total') ? values.cpu : values.memory;
    const result = [{ metric: { namespace: 'shop', pod: 'web-1' }, value: [1795849200, value] }];
    const isQuery = request.url === '/prometheus/api/v1/query' && request.method === 'POST';
    response.writeHead(isQuery ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  const port = await listenLocally(server);
  t.after(() => closeNow(server));
  return { url: `http://127.0.0.1:${port}/prometheus/`, queries };
}

describe('audit --usage', () => {
  test('shows what pods on Fargate use by the samples of metrics-server, as advice', async (t) => {
    const large = pod({ name: 'web-2', isOnFargate: true });
    const metrics = listOf([
      podMetrics('web-1', { cpu: '100m', memory: '100Mi' }, { cpu: '156340912n', memory: '512Mi' }),
      podMetrics('api', { cpu: '4', memory: '4Gi' }),
    ]);
    const { code, output, errors } = await auditWithMetrics(t, [ON_FARGATE, large, OTHER_KEY], metrics);
    assert.deepEqual([code, errors], [0, '']);
    assert.match(
      output,
      /^Use of 1 pod on Fargate, metrics-server, one sample, which may miss every peak; none of 1 other pod\. Advice: /m,
    );
    assert.match(
      output,
      /^ {2}Pod shop\/web-1: uses up to 0\.26 vCPU 0\.6 GB of 0 vCPU 0 GB requested \(1 pod\): that needs 0\.5vCPU 1GB instead of 0\.25vCPU 0\.5GB$/m,
    );
  });

  test('names the saving of a smaller size', async (t) => {
    const pods = [pod({ name: 'web-1', isOnFargate: true, size: '1vCPU 2GB' })];
    const metrics = listOf([podMetrics('web-1', { cpu: '100m', memory: '200Mi' })]);
    const { output } = await auditWithMetrics(t, pods, metrics);
    assert.match(output, /: 0\.25vCPU 0\.5GB instead of 1vCPU 2GB would save \$27\.03 a month$/m);
  });

  test('is never read by default', async (t) => {
    const { output } = await audit(t, answersWith([ON_FARGATE]), ['-o=json']);
    assert.equal('usage' in JSON.parse(output), false);
  });

  test('says that metrics-server is missing, audits the rest, and ends with 1', async (t) => {
    const { code, output, errors } = await audit(t, answersWith([ON_FARGATE]), ['--usage=metrics-server']);
    assert.equal(code, 1);
    assert.match(
      errors,
      /^not readable: use of pods: the cluster serves no metrics\.k8s\.io: install metrics-server$/m,
    );
    assert.match(output, /^1 on Fargate: /m);
  });

  test('says which right is missing', async (t) => {
    const message = 'pods.metrics.k8s.io is forbidden: User "x" cannot list resource "pods"';
    const refused = { status: 403, body: { kind: 'Status', message } };
    const { code, errors } = await auditWithMetrics(t, [ON_FARGATE], refused);
    assert.equal(code, 1);
    assert.match(errors, /cannot read the use of pods from metrics-server: .*pods\.metrics\.k8s\.io is forbidden/);
  });

  test('takes the 95th percentile of a week from Prometheus', async (t) => {
    const { url, queries } = await startPrometheus(t, { cpu: '0.1', memory: '104857600' });
    const { output } = await audit(t, answersWith([ON_FARGATE]), [`--usage=${url}`, '-o=json']);
    const { usage } = JSON.parse(output);
    assert.match(usage.source, /^Prometheus at 127\.0\.0\.1:\d+, 95th percentile of 7d$/);
    assert.deepEqual(usage.workloads[0], {
      kind: 'Pod',
      namespace: 'shop',
      name: 'web-1',
      pods: 1,
      requested: { vcpu: 0, gigabytes: 0 },
      used: { vcpu: 0.1, gigabytes: 0.098 },
      sizes: ['0.25vCPU 0.5GB'],
      sizeForUse: '0.25vCPU 0.5GB',
      savedPerMonth: 0,
    });
    const metrics = queries.flatMap((query) => seriesSelectors(query).map(({ metric }) => metric));
    assert.deepEqual(metrics.toSorted(), ['container_cpu_usage_seconds_total', 'container_memory_working_set_bytes']);
  });

  test('reports a Prometheus that does not answer', async (t) => {
    const { code, errors } = await audit(t, answersWith([ON_FARGATE]), ['--usage=http://127.0.0.1:1']);
    assert.equal(code, 1);
    assert.match(errors, /^not readable: use of pods: Prometheus at 127\.0\.0\.1:1 does not answer: /m);
  });

  test('refuses a source that it cannot read, and a password in a flag', async (t) => {
    for (const source of ['prometheus', 'ftp://prometheus', 'https://user:secret@prometheus']) {
      const { code, errors } = await audit(t, answersWith([]), [`--usage=${source}`]);
      assert.equal(code, 2);
      assert.match(errors, /^--usage: expected metrics-server, or the http or https address of a Prometheus/m);
    }
  });

  test('is refused for several clusters, and with --every', async (t) => {
    for (const other of ['--all-contexts', '--every=1h']) {
      const { code, errors } = await audit(t, answersWith([]), ['--usage=metrics-server', other]);
      assert.equal(code, 2);
      assert.match(errors, /--usage/);
    }
  });
});
