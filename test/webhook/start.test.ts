import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setAwsEnvironment } from '../support/eks/aws-environment.ts';
import { until } from '../support/eventually.ts';
import { profileFile } from '../support/profile-files.ts';
import { podReview, profileReview, startedWebhook } from '../support/running-webhook.ts';

describe('the webhook on files', () => {
  test('is ready once it listens', async (t) => {
    const { probe } = await startedWebhook(t, { profiles: await profileFile(t) });
    const { status, text } = await probe('/readyz?verbose');
    assert.equal(status, 200);
    assert.deepEqual(text.split('\n'), [
      '[+]shutdown ok',
      '[+]profiles ok',
      '[+]certificate ok',
      '[+]cluster-checks ok: skipped, no token of the Kubernetes API',
      'readyz check passed',
      '',
    ]);
  });

  test('annotates a pod that is bound for Fargate', async (t) => {
    const { review } = await startedWebhook(t, { profiles: await profileFile(t) });
    const { body } = await review('/mutate/pods?timeout=2s', podReview('shop'));
    assert.deepEqual(JSON.parse(Buffer.from(body.response.patch, 'base64').toString()), [
      {
        op: 'add',
        path: '/metadata/annotations',
        value: {
          'fargate-admission/profile': 'web',
          'fargate-admission/selector': '0',
          'fargate-admission/capacity': '0.25vCPU 0.5GB',
        },
      },
    ]);
  });

  test('denies a profile that EKS would refuse', async (t) => {
    const { review } = await startedWebhook(t, { profiles: await profileFile(t) });
    const { body } = await review('/validate/profiles', profileReview(''));
    assert.deepEqual([body.response.allowed, body.response.status.code], [false, 422]);
  });

  test('has moved every metric of its own after one review of each kind', async (t) => {
    const { review, probe, clock } = await startedWebhook(t, { profiles: await profileFile(t) });
    await review('/mutate/pods', podReview('shop'));
    await review('/mutate/pods', podReview('elsewhere'));
    await review('/validate/profiles', profileReview(''));
    await review('/validate/profiles', { kind: 'Pod' });
    await clock.advance(1_000);
    const { text } = await probe('/metrics');
    for (const series of [
      'fargate_admission_reviews_total{webhook="mutate-pods",result="patched"} 1',
      'fargate_admission_reviews_total{webhook="mutate-pods",result="allowed"} 1',
      'fargate_admission_reviews_total{webhook="validate-profiles",result="denied"} 1',
      'fargate_admission_reviews_total{webhook="validate-profiles",result="bad_request"} 1',
      'fargate_admission_review_duration_seconds_count{webhook="mutate-pods"} 2',
      'fargate_admission_predictions_total{outcome="fargate"} 1',
      'fargate_admission_predictions_total{outcome="not-fargate"} 1',
      'fargate_admission_findings_total{code="selector-namespace-required"} 1',
      'fargate_admission_profiles{status="ACTIVE"} 1',
      'fargate_admission_refreshes_total{result="loaded"} 1',
      'fargate_admission_profiles_age_seconds 1',
    ]) {
      assert.ok(text.includes(`${series}\n`), series);
    }
    assert.match(text, /^fargate_admission_certificate_expiry_timestamp_seconds \d{10}(\.\d+)?$/m);
  });

  test('logs one line for each review', async (t) => {
    const { review, log } = await startedWebhook(t, { profiles: await profileFile(t) });
    await review('/mutate/pods', podReview('shop'));
    await review('/validate/profiles', profileReview(''));
    const reviews = log.filter(({ msg }) => msg === 'review').map(({ time: _, durationMs: _ms, ...line }) => line);
    const uid = '11111111-2222-3333-4444-555555555555';
    const common = { level: 'info', uid, operation: 'CREATE', dryRun: false, msg: 'review' };
    assert.deepEqual(reviews, [
      {
        ...common,
        webhook: 'mutate-pods',
        kind: 'Pod',
        namespace: 'shop',
        generateName: 'web-',
        result: 'patched',
        prediction: 'fargate',
        findings: [],
      },
      {
        ...common,
        webhook: 'validate-profiles',
        kind: 'FargateProfile.eks.services.k8s.aws',
        namespace: 'infra',
        name: 'web',
        result: 'denied',
        findings: ['selector-namespace-required'],
      },
    ]);
  });

  test('does not start on a port that is taken', async (t) => {
    const profiles = await profileFile(t);
    const { webhook } = await startedWebhook(t, { profiles });
    await assert.rejects(startedWebhook(t, { profiles, port: String(webhook.port) }), { name: 'ListenError' });
  });
});

describe('the webhook without EKS', () => {
  test('is not ready within the grace time', async (t) => {
    setAwsEnvironment({ AWS_ENDPOINT_URL_EKS: 'http://127.0.0.1:1' });
    const { probe, clock } = await startedWebhook(t, { 'cluster-name': 'demo', 'ready-grace': '60s' });
    await clock.advance(59_999);
    const { status, text } = await probe('/readyz');
    assert.equal(status, 503);
    assert.match(text, /^\[-\]profiles failed: not loaded yet: ./m);
  });

  test('is ready after it, knows nothing, and says so in log and metrics', async (t) => {
    setAwsEnvironment({ AWS_ENDPOINT_URL_EKS: 'http://127.0.0.1:1' });
    const { probe, review, clock, log } = await startedWebhook(t, { 'cluster-name': 'demo', 'ready-grace': '60s' });
    await until('the first load has failed', () => log.some(({ msg }) => msg === 'profiles not loaded'));
    await clock.advance(60_000);
    assert.equal((await probe('/readyz')).status, 200);
    const { text: checks } = await probe('/readyz?verbose');
    assert.match(checks, /^\[\+\]profiles ok: predicts nothing, not loaded yet: .*ListFargateProfiles/m);
    const { body } = await review('/mutate/pods', podReview('shop'));
    assert.deepEqual([body.response.allowed, body.response.patch], [true, undefined]);
    assert.ok(
      log.some(({ msg, level }) => level === 'warn' && msg === 'ready without profiles: predictions are unknown'),
    );
    const { text } = await probe('/metrics');
    assert.ok(text.includes('fargate_admission_profiles_age_seconds +Inf\n'));
    assert.ok(text.includes('fargate_admission_predictions_total{outcome="unknown"} 1\n'));
    assert.match(text, /^fargate_admission_refreshes_total\{result="failed"\} [1-9]/m);
  });
});

describe('stopping', () => {
  test('fails readiness first and answers through the quiet period, closing each connection', async (t) => {
    const { probe, review, webhook, clock } = await startedWebhook(t, { profiles: await profileFile(t) });
    const stopped = webhook.stop();
    await clock.advance(9_999);
    assert.equal((await probe('/livez')).status, 200);
    const { status, text } = await probe('/readyz');
    assert.equal(status, 503);
    assert.ok(text.includes('[-]shutdown failed: shutting down\n'));
    const answer = await review('/mutate/pods', podReview('shop'));
    assert.deepEqual([answer.status, answer.headers['connection']], [200, 'close']);
    await clock.advance(1);
    await stopped;
  });

  test('closes both ports after the quiet period', async (t) => {
    const { probe, review, webhook, clock } = await startedWebhook(t, { profiles: await profileFile(t) });
    const stopped = webhook.stop();
    await clock.advance(10_000);
    await stopped;
    await assert.rejects(review('/mutate/pods', podReview('shop')), /ECONNREFUSED/);
    await assert.rejects(probe('/livez'), /ECONNREFUSED/);
  });

  test('is one stop, however often it is asked for', async (t) => {
    const { webhook, clock } = await startedWebhook(t, { profiles: await profileFile(t) });
    const stopped = webhook.stop();
    assert.equal(webhook.stop(), stopped);
    await clock.advance(10_000);
    await stopped;
  });

  test('leaves no timer behind', async (t) => {
    const { webhook, clock } = await startedWebhook(t, { profiles: await profileFile(t) });
    const stopped = webhook.stop();
    await clock.advance(10_000);
    await stopped;
    assert.deepEqual(clock.pending, []);
  });
});
