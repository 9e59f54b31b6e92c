import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { BY_EVERY_KIND, type ProfileSample } from '../support/cluster/profile-samples.ts';

const ACK = BY_EVERY_KIND[0];
const REQUIRED =
  'Required value: Fargate Profile must have at least one selector with at least one namespace value; set the namespace; wildcards are allowed [selector-namespace-required]';
const IMPOSSIBLE =
  "no namespace can match this pattern, so the selector never matches a pod; use at most 63 of a-z, 0-9 and '-' (not first or last), and the wildcards * and ? [selector-namespace-impossible]";
const DENIED = 'admission webhook "profiles.fargate-admission.svc" denied the request';

describe('profile resources through a real API server', { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation();
  const kubectl = (args: readonly string[], ...objects: readonly object[]) =>
    installation().controlPlane.kubectl(args, {
      input: objects.map((object) => JSON.stringify(object)).join('\n'),
    });

  before(() => installation().controlPlane.createNamespace('infra'));

  for (const sample of BY_EVERY_KIND) {
    test(`${sample.type}: a good profile is created, with no word of ours`, async () => {
      const { code, stdout, stderr } = await kubectl(['create', '--filename=-'], sample.good('good'));
      assert.deepEqual([code, stdout, stderr], [0, `${sample.type}/good created\n`, '']);
    });

    test(`${sample.type}: a selector without a namespace is refused as Kubernetes' own validation would`, async () => {
      const { code, stderr } = await kubectl(['create', '--filename=-'], sample.withoutNamespace('bad'));
      assert.deepEqual(
        [code, stderr],
        [1, `The ${sample.kind} "bad" is invalid: ${sample.selectors}[1].namespace: ${REQUIRED}\n`],
      );
    });
  }

  test('several causes are printed a line each', async () => {
    const { stderr } = await kubectl(
      ['apply', '--filename=-'],
      ACK.profile('many', [{ namespace: 'Bad' }, { labels: {} }]),
    );
    assert.equal(
      stderr,
      [
        'The FargateProfile "many" is invalid: ',
        `* spec.selectors[0].namespace: Invalid value: "Bad": ${IMPOSSIBLE}`,
        `* spec.selectors[1].namespace: ${REQUIRED}`,
        '',
      ].join('\n'),
    );
  });

  test('of two bad profiles in one file, each message carries its causes', async () => {
    const { code, stderr } = await kubectl(
      ['create', '--filename=-'],
      ACK.withoutNamespace('one'),
      ACK.withoutNamespace('two'),
    );
    const line = (name: string) =>
      `Error from server (Invalid): error when creating "STDIN": ${DENIED}: FargateProfile "${name}" is invalid: spec.selectors[1].namespace: ${REQUIRED}\n`;
    assert.deepEqual([code, stderr], [1, `${line('one')}${line('two')}`]);
  });

  test('server-side apply, a server-side dry run and diff refuse the same', async () => {
    const message = `The FargateProfile "bad" is invalid: spec.selectors[1].namespace: ${REQUIRED}`;
    for (const args of [['apply', '--server-side'], ['apply', '--dry-run=server'], ['diff']]) {
      const { code, stderr } = await kubectl([...args, '--filename=-'], ACK.withoutNamespace('bad'));
      assert.notEqual(code, 0);
      assert.ok(stderr.includes(message), `${args.join(' ')}: ${stderr}`);
    }
  });

  test('what is nearly always a mistake is a warning', async () => {
    const { code, stderr } = await kubectl(
      ['create', '--filename=-'],
      ACK.profile('zz-all', [{ namespace: 'web-shop' }, { namespace: '*' }]),
    );
    assert.equal(code, 0);
    assert.deepEqual(stderr.trim().split('\n'), [
      'Warning: FargateProfile zz-all: spec.selectors[1].namespace: the selector matches every namespace, including kube-system; list the namespaces, with a wildcard if they share a prefix [selector-namespace-any]',
      'Warning: FargateProfile zz-all: spec.selectors[0]: profile web matches all pods of this selector, and its name sorts first: the selector has no effect; narrow the other selector, remove this one, or give this profile a name that sorts first [selector-covered]',
      'Warning: FargateProfile zz-all: spec.selectors[1]: profile web matches some pods of this selector, and its name sorts first: these pods run on it; make the selectors exclude each other, or choose the profile with the pod label eks.amazonaws.com/fargate-profile [selector-overlap]',
    ]);
  });

  test('a change of selectors is a warning: EKS cannot change a profile', async () => {
    await kubectl(['apply', '--filename=-'], ACK.profile('changing', [{ namespace: 'a' }]));
    const { code, stderr } = await kubectl(['apply', '--filename=-'], ACK.profile('changing', [{ namespace: 'b' }]));
    assert.equal(code, 0);
    assert.match(
      stderr,
      /^Warning: FargateProfile changing: spec\.selectors: EKS cannot change the selectors.*\[selectors-changed\]\n$/,
    );
  });

  test('a profile labelled as exempt is ignored', async () => {
    const bad = ACK.withoutNamespace('exempt');
    const exempt = { ...bad, metadata: { ...bad.metadata, labels: { 'fargate-admission/exempt': 'true' } } };
    assert.equal((await kubectl(['create', '--filename=-'], exempt)).code, 0);
  });

  test('a deleted profile is noticed', async () => {
    await kubectl(['create', '--filename=-'], ACK.good('short-lived'));
    await kubectl(['delete', '--filename=-'], ACK.good('short-lived'));
    const operations = installation()
      .webhook.logLines()
      .filter((line) => line['name'] === 'short-lived');
    assert.deepEqual(
      operations.map((line) => [line['operation'], line['result']]),
      [
        ['CREATE', 'allowed'],
        ['DELETE', 'allowed'],
      ],
    );
  });
});

describe('while the webhook is away', { skip: skipWithoutControlPlane() }, () => {
  const installation = useInstallation();
  const kubectl = (args: readonly string[], object?: object) =>
    installation().controlPlane.kubectl(args, object === undefined ? {} : { input: JSON.stringify(object) });

  before(async () => {
    const { controlPlane, webhook } = installation();
    await controlPlane.createNamespace('infra');
    await controlPlane.createNamespace('web-shop');
    for (const sample of BY_EVERY_KIND) {
      const profile = sample.good('kept');
      const held = { ...profile, metadata: { ...profile.metadata, finalizers: ['example.com/hold'] } };
      await controlPlane.kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(held) });
    }
    await webhook.stop();
  });

  test('pods are still created', async () => {
    const { code } = await kubectl(['run', 'still', '--image=registry.k8s.io/pause:3.10', '--namespace=web-shop']);
    assert.equal(code, 0);
  });

  for (const sample of BY_EVERY_KIND) {
    test(`${sample.type}: an update of metadata passes`, async () => {
      assert.deepEqual(outcome(await kubectl(['label', ...name(sample), 'team=a'])), [0, '']);
    });

    test(`${sample.type}: a bad selector is refused`, async () => {
      const { code, stderr } = await kubectl(
        ['apply', '--filename=-', '--server-side', '--force-conflicts'],
        sample.withoutNamespace('kept'),
      );
      assert.equal(code, 1);
      assert.match(stderr, /failed calling webhook "profiles\.fargate-admission\.svc"/);
    });

    test(`${sample.type}: a deletion passes, and so does the removal of the finalizer`, async () => {
      assert.equal((await kubectl(['delete', ...name(sample), '--wait=false'])).code, 0);
      const patch = '--patch={"metadata":{"finalizers":null}}';
      assert.deepEqual(outcome(await kubectl(['patch', ...name(sample), '--type=merge', patch])), [0, '']);
      assert.equal((await kubectl(['get', ...name(sample)])).code, 1);
    });
  }

  function name({ type }: ProfileSample): readonly string[] {
    return [`${type}/kept`, '--namespace=infra'];
  }

  function outcome({ code, stderr }: { readonly code: number; readonly stderr: string }): readonly [number, string] {
    return [code, stderr];
  }
});
