import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { BY_EVERY_KIND } from '../support/cluster/profile-samples.ts';
import { readExpressions } from '../support/monitoring/components.ts';
import { isSelected, parseExposition, type Series } from '../support/monitoring/exposition.ts';
import { type SeriesSelector, seriesSelectors } from '../support/monitoring/promql.ts';

const ACK = BY_EVERY_KIND[0];
const IMAGE = '--image=registry.k8s.io/pause:3.10';

describe('the metrics of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation();
  let fresh: readonly Series[] = [];
  let after: readonly Series[] = [];

  before(async () => {
    const { controlPlane, webhook } = installation();
    await controlPlane.createNamespace('infra');
    await controlPlane.createNamespace('web-shop');
    fresh = await scrape();
    await create(ACK.good('good'));
    await create(ACK.withoutNamespace('bad'));
    await run('seen');
    await webhook.stop();
    await create(ACK.good('unseen'));
    await run('unseen');
    await fail('mutatingwebhookconfiguration');
    await run('blocked');
    after = await scrape();
  });

  test('have no series before the first event, which is why the alerts do not only ask for an increase', () => {
    const counts = fresh.filter(({ metric }) => /webhook_(fail_open|rejection)_count$/.test(metric ?? ''));
    assert.deepEqual(counts, []);
  });

  for (const [text, selector] of apiServerSelectors()) {
    test(`hold ${text}`, () => {
      assert.ok(after.some((series) => isSelected(selector, series)));
    });
  }

  test('separate a denial of the webhook from a call that failed', () => {
    const rejections = after.filter(({ metric }) => metric === 'apiserver_admission_webhook_rejection_count');
    const counted = rejections.map(({ labels }) => [labels.get('name'), labels.get('error_type')]);
    assert.deepEqual(counted.toSorted(), [
      ['pods.fargate-admission.svc', 'calling_webhook_error'],
      ['profiles.fargate-admission.svc', 'calling_webhook_error'],
      ['profiles.fargate-admission.svc', 'no_error'],
    ]);
  });

  async function scrape(): Promise<readonly Series[]> {
    return parseExposition(await installation().controlPlane.kubectlOutput(['get', '--raw', '/metrics']));
  }

  function create(object: object) {
    return installation().controlPlane.kubectl(['create', '--filename=-'], { input: JSON.stringify(object) });
  }

  function run(name: string) {
    return installation().controlPlane.kubectl(['run', name, IMAGE, '--namespace=web-shop']);
  }

  /** As somebody might who wants each pod annotated. */
  function fail(kind: string) {
    const patch = '--patch=[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Fail"}]';
    return installation().controlPlane.kubectlOutput(['patch', kind, 'fargate-admission', '--type=json', patch]);
  }
});

/** Those of alerts and dashboard, each once, by how PromQL writes them. */
function apiServerSelectors(): ReadonlyMap<string, SeriesSelector> {
  const selectors = readExpressions().flatMap(seriesSelectors);
  return new Map(
    selectors
      .filter(({ metric }) => metric.startsWith('apiserver_'))
      .map((selector) => {
        const matchers = selector.matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`);
        return [`${selector.metric}{${matchers.join(',')}} by (${selector.groupedBy.join(', ')})`, selector];
      }),
  );
}
