import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';

function metricsWith(profilesAgeSeconds = 30): Metrics {
  return createMetrics({
    version: '1.2.3',
    labels: {
      webhooks: ['mutate-pods', 'validate-profiles'],
      results: ['allowed', 'denied', 'patched', 'bad_request', 'error'],
      predictions: ['fargate', 'unknown'],
      findings: ['selectors-required'],
      agreements: ['agreed', 'eks-only'],
      profileStatuses: ['ACTIVE', 'CREATING'],
      refreshResults: ['loaded', 'failed'],
      certificateReloadResults: ['loaded', 'failed'],
      faultOrigins: ['uncaughtException'],
    },
    state: {
      profileCount: (status) => (status === 'ACTIVE' ? 3 : 0),
      profilesAgeSeconds: () => profilesAgeSeconds,
      certificateExpirySeconds: () => 1_900_000_000,
      droppedLogLines: () => 7,
      connections: { webhook: { open: () => 5, closed: () => 3 } },
    },
  });
}

/** The lines of our own metrics that show something other than 0. */
async function moved(metrics: Metrics): Promise<readonly string[]> {
  const { text } = await metrics.scrape();
  return text.split('\n').filter((line) => line.startsWith('fargate_admission_') && !line.endsWith(' 0'));
}

describe('metrics', () => {
  test('show every series from the start', async () => {
    const { text } = await metricsWith().scrape();
    const series = text.split('\n').filter((line) => /^fargate_admission_\w+_total/.test(line));
    assert.equal(series.length, 10 + 2 + 1 + 2 + 2 + 2 + 1 + 1 + 1 + 1);
    assert.deepEqual(
      series.filter((line) => !line.endsWith(' 0')),
      ['fargate_admission_log_lines_dropped_total 7', 'fargate_admission_connections_closed_total{port="webhook"} 3'],
    );
  });

  test('show the version of the program', async () => {
    assert.match((await metricsWith().scrape()).text, /^fargate_admission_build_info\{version="1\.2\.3"\} 1$/m);
  });

  test('show the connections of each port', async () => {
    const lines = await moved(metricsWith());
    assert.ok(lines.includes('fargate_admission_connections{port="webhook"} 5'));
    assert.ok(lines.includes('fargate_admission_connections_closed_total{port="webhook"} 3'));
  });

  test('count a review by webhook, result, prediction and findings', async () => {
    const metrics = metricsWith();
    metrics.countReview({
      webhook: 'mutate-pods',
      result: 'patched',
      durationMs: 0.2,
      prediction: 'fargate',
      findings: ['selectors-required'],
      agreement: 'eks-only',
      leftOut: 'annotations-too-long',
    });
    const lines = await moved(metrics);
    for (const line of [
      'fargate_admission_reviews_total{webhook="mutate-pods",result="patched"} 1',
      'fargate_admission_predictions_total{outcome="fargate"} 1',
      'fargate_admission_findings_total{code="selectors-required"} 1',
      'fargate_admission_eks_agreements_total{result="eks-only"} 1',
      'fargate_admission_annotations_left_out_total 1',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  test('count on from one scrape to the next', async () => {
    const metrics = metricsWith();
    const review = { webhook: 'mutate-pods', result: 'patched', durationMs: 0.2, findings: [] };
    for (const expected of [1, 2]) {
      metrics.countReview(review);
      const series = `fargate_admission_reviews_total{webhook="mutate-pods",result="patched"} ${expected}`;
      assert.ok((await moved(metrics)).includes(series), series);
    }
  });

  test('measure the duration of a review in seconds, from a tenth of a millisecond up', async () => {
    const metrics = metricsWith();
    metrics.countReview({ webhook: 'mutate-pods', result: 'allowed', durationMs: 0.2, findings: [] });
    const { text } = await metrics.scrape();
    assert.match(text, /^fargate_admission_review_duration_seconds_bucket\{le="0\.0001",webhook="mutate-pods"\} 0$/m);
    assert.match(text, /^fargate_admission_review_duration_seconds_bucket\{le="0\.00025",webhook="mutate-pods"\} 1$/m);
    assert.match(text, /^fargate_admission_review_duration_seconds_sum\{webhook="mutate-pods"\} 0\.0002$/m);
  });

  test('count refreshes by result', async () => {
    const metrics = metricsWith();
    metrics.countRefresh('failed');
    assert.ok((await moved(metrics)).includes('fargate_admission_refreshes_total{result="failed"} 1'));
  });

  test('count faults by origin', async () => {
    const metrics = metricsWith();
    metrics.countFault('uncaughtException');
    assert.ok((await moved(metrics)).includes('fargate_admission_faults_total{origin="uncaughtException"} 1'));
  });

  test('show profiles, their age, dropped lines of the log and the expiry of the certificate as they are at the scrape', async () => {
    assert.deepEqual(await moved(metricsWith()), [
      'fargate_admission_build_info{version="1.2.3"} 1',
      'fargate_admission_profiles{status="ACTIVE"} 3',
      'fargate_admission_profiles_age_seconds 30',
      'fargate_admission_log_lines_dropped_total 7',
      'fargate_admission_connections{port="webhook"} 5',
      'fargate_admission_connections_closed_total{port="webhook"} 3',
      'fargate_admission_certificate_expiry_timestamp_seconds 1900000000',
    ]);
  });

  test('show an infinite age while profiles were never loaded', async () => {
    const lines = await moved(metricsWith(Number.POSITIVE_INFINITY));
    assert.ok(lines.includes('fargate_admission_profiles_age_seconds +Inf'));
  });

  test('hold those of Node itself', async () => {
    assert.match((await metricsWith().scrape()).text, /^nodejs_eventloop_lag_seconds /m);
  });

  test('are apart in each process part that makes them', async () => {
    const [first, second] = [metricsWith(), metricsWith()];
    first.countRefresh('loaded');
    assert.equal((await moved(second)).length, 7);
  });
});
