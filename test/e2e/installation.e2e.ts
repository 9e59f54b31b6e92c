import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { installCertManagerCrds } from '../support/cluster/cert-manager.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import {
  copyManifests,
  generateLocalCa,
  IMAGE,
  writeOwnOverlay,
  writeRemoteOverlay,
} from '../support/cluster/overlays.ts';
import { eventually } from '../support/eventually.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAMESPACE = 'fargate-admission';

/** Everything that is not in the namespace, beside the namespace itself. */
const OWN_KINDS = 'mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterrolebindings,clusterroles';

/** What can be installed, by the overlays and components of which it is made. */
const INSTALLATIONS = [
  { name: 'own-local-ca', resources: ['overlays/local-ca'], components: [] },
  { name: 'own-cert-manager', resources: ['overlays/cert-manager'], components: [] },
  { name: 'own-self-signed', resources: ['overlays/self-signed'], components: [] },
  { name: 'own-local-ca-enforced', resources: ['overlays/local-ca'], components: ['components/enforce'] },
  { name: 'own-cert-manager-enforced', resources: ['overlays/cert-manager'], components: ['components/enforce-fail'] },
  {
    name: 'own-everything',
    resources: ['overlays/self-signed', 'overlays/audit', 'overlays/policies'],
    components: ['components/enforce', 'components/monitoring', 'components/network-policy'],
  },
] as const;

describe('an installation', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();
  const overlays = new Map<string, string>();
  let directory: TemporaryFolder | undefined;
  let manifests = '';

  before(async () => {
    directory = await makeTemporaryFolder();
    manifests = await copyManifests(directory.path);
    await generateLocalCa(manifests, ['--cluster-name=demo', '--role-arn=none', `--image=${IMAGE}:0.1.0`]);
    for (const overlay of INSTALLATIONS) {
      overlays.set(overlay.name, await writeOwnOverlay(manifests, { ...overlay, tag: '0.1.0' }));
    }
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['apply', '--server-side', `--filename=${ROOT}/test/fixtures/operator-crds`]);
    await installCertManagerCrds(controlPlane());
    await kubectlOutput(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
  });
  after(() => directory?.remove());

  const overlayOf = (name: string): string => `--kustomize=${overlays.get(name) ?? ''}`;

  async function apply(name: string, ...flags: readonly string[]): Promise<void> {
    const { code, stderr } = await controlPlane().kubectl(['apply', ...flags, overlayOf(name)]);
    // kubectl apply says so of each object that a server-side apply has made.
    const others = stderr.split('\n').filter((line) => line !== '' && !line.includes('last-applied-configuration'));
    assert.deepEqual([code, others], [0, []]);
  }

  async function assertNoDifference(name: string, ...flags: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await controlPlane().kubectl(['diff', ...flags, overlayOf(name)]);
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
  }

  for (const overlay of INSTALLATIONS) {
    const { name } = overlay;
    test(`${name.slice(4)}: is installed, upgraded, uninstalled and installed again, by both ways of apply`, async () => {
      await apply(name);
      await assertNoDifference(name);
      await apply(name, '--server-side');
      await assertNoDifference(name, '--server-side');
      await writeOwnOverlay(manifests, { ...overlay, tag: '0.2.0' });
      await apply(name, '--server-side');
      await assertNoDifference(name, '--server-side');
      assert.equal((await installed()).image, `${IMAGE}:0.2.0`);
      await uninstall();
      await writeOwnOverlay(manifests, { ...overlay, tag: '0.1.0' });
      await apply(name, '--server-side');
      await assertNoDifference(name, '--server-side');
      await apply(name);
      await assertNoDifference(name);
      await uninstall();
    });
  }

  test('builds from a git reference as it does from a clone', async () => {
    const overlay = { ...INSTALLATIONS[5], tag: '0.1.0' };
    const clone = await copyManifests(join(directory?.path ?? '', 'repository'));
    const remote = await writeRemoteOverlay(clone, overlay);
    const { kubectlOutput } = controlPlane();
    assert.equal(
      await kubectlOutput(['kustomize', remote]),
      await kubectlOutput(['kustomize', overlays.get(overlay.name) ?? '']),
    );
  });

  test('holds in its webhook configurations every field that the API server would add', async () => {
    await apply('own-local-ca-enforced');
    const { kubectlOutput } = controlPlane();
    const made: unknown = JSON.parse(await kubectlOutput(['get', OWN_KINDS, labelled(), '--output=json']));
    const configurations = new Field(made)
      .get('items')
      .list()
      .filter((item) => item.get('webhooks').isPresent);
    assert.equal(configurations.length, 3);
    for (const configuration of configurations) {
      const applied = configuration.get('metadata').get('annotations').stringMap();
      const lastApplied = new Field(JSON.parse(applied['kubectl.kubernetes.io/last-applied-configuration'] ?? ''));
      assert.deepEqual(configuration.get('webhooks').value, lastApplied.get('webhooks').value);
    }
    await uninstall();
  });

  test('of local-ca is renewed by the script without options, which keeps image, role and trust in the old CA', async () => {
    await apply('own-local-ca-enforced');
    const before = await installed();
    await generateLocalCa(manifests, []);
    await apply('own-local-ca-enforced');
    const renewed = await installed();
    assert.equal(renewed.image, before.image);
    assert.equal(renewed.image, `${IMAGE}:0.1.0`);
    assert.notEqual(renewed.secretName, before.secretName);
    assert.equal(new Set(renewed.bundles).size, 1);
    assert.ok(decode(renewed.bundles[0]).endsWith(decode(before.bundles[0])));
    await assertNoDifference('own-local-ca-enforced');
    await uninstall();
  });

  test('of enforce has what its overlay gives the other webhooks, and its own path', async () => {
    for (const [name, annotation, hasBundle] of [
      ['own-local-ca-enforced', undefined, true],
      ['own-cert-manager-enforced', 'fargate-admission/fargate-admission', false],
      ['own-everything', undefined, false],
    ] as const) {
      await apply(name);
      const enforcing = await get('validatingwebhookconfiguration/fargate-admission-enforce');
      const [webhook = enforcing] = enforcing.get('webhooks').list();
      const annotations = enforcing.get('metadata').get('annotations').stringMap();
      assert.equal(annotations['cert-manager.io/inject-ca-from'], annotation, name);
      assert.equal(webhook.get('clientConfig').get('caBundle').isPresent, hasBundle, name);
      assert.equal(webhook.get('clientConfig').get('service').get('path').value, '/enforce/workloads', name);
      assert.equal(webhook.get('failurePolicy').value, name === 'own-cert-manager-enforced' ? 'Fail' : 'Ignore', name);
      const settings = await get(`configmap/${(await installed()).settingsName}`, `--namespace=${NAMESPACE}`);
      assert.equal(settings.get('data').get('FARGATE_ADMISSION_DENY').value, 'errors', name);
      await uninstall();
    }
  });

  test('by the example has the image, the cluster and the role that it names', async () => {
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['apply', `--kustomize=${join(manifests, 'overlays/example')}`]);
    const { image, settingsName } = await installed();
    assert.equal(image, 'REGISTRY/fargate-admission:0.1.0');
    const settings = await get(`configmap/${settingsName}`, `--namespace=${NAMESPACE}`);
    assert.deepEqual(settings.get('data').value, { FARGATE_ADMISSION_CLUSTER_NAME: 'my-cluster' });
    const account = await get('serviceaccount/fargate-admission', `--namespace=${NAMESPACE}`);
    const annotations = account.get('metadata').get('annotations').stringMap();
    assert.equal(annotations['eks.amazonaws.com/role-arn'], 'arn:aws:iam::111122223333:role/fargate-admission');
    await uninstall();
  });

  test('is uninstalled by the command of the documentation, a second time too', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    const command = await uninstallCommand();
    for (const name of ['own-everything', 'own-cert-manager-enforced']) {
      await apply(name);
      assert.deepEqual((await controlPlane().kubectl(command)).code, 0);
      const left = [`${OWN_KINDS},namespaces`, '--output=name'];
      const names = (await controlPlane().kubectlOutput(['get', ...left])).split('\n');
      assert.deepEqual(
        names.filter((line) => line.includes('fargate-admission')),
        [],
      );
      const again = await controlPlane().kubectl(command);
      assert.deepEqual([again.code, again.stdout], [0, 'No resources found\n']);
    }
  });

  test('of the audit or of the policies alone goes without taking the webhook along', async () => {
    await apply('own-self-signed');
    const { kubectlOutput } = controlPlane();
    for (const name of ['audit', 'policies']) {
      const overlay = `--kustomize=${join(manifests, 'overlays', name)}`;
      await kubectlOutput(['apply', overlay]);
      for (const _ of ['first', 'second']) await kubectlOutput(['delete', overlay, '--ignore-not-found', '--wait']);
    }
    const deployments = await kubectlOutput(['get', 'deployments', `--namespace=${NAMESPACE}`, '--output=name']);
    assert.equal(deployments, 'deployment.apps/fargate-admission\n');
    await assertNoDifference('own-self-signed');
    await uninstall();
  });

  test('of the policy is taken by both ways of apply, leaves no difference, and goes', async () => {
    const policy = `--kustomize=${join(manifests, 'overlays/validating-admission-policy')}`;
    const { kubectl, kubectlOutput } = controlPlane();
    for (const flags of [[], ['--server-side'], []]) {
      await kubectlOutput(['apply', ...flags, policy]);
      assert.deepEqual(await kubectl(['diff', ...flags, policy]), { code: 0, stdout: '', stderr: '' });
    }
    for (const _ of ['first', 'second']) await kubectlOutput(['delete', policy, '--ignore-not-found', '--wait']);
  });

  async function get(object: string, ...flags: readonly string[]): Promise<Field> {
    const output = await controlPlane().kubectlOutput(['get', object, ...flags, '--output=json']);
    return new Field(JSON.parse(output));
  }

  async function installed() {
    const deployment = await get('deployment/fargate-admission', `--namespace=${NAMESPACE}`);
    const pod = deployment.get('spec').get('template').get('spec');
    const [container = pod] = pod.get('containers').list();
    const [volume] = pod.get('volumes').list();
    const [environment = pod] = container.get('envFrom').list();
    const { kubectlOutput } = controlPlane();
    const kinds = 'mutatingwebhookconfigurations,validatingwebhookconfigurations';
    const path = '--output=jsonpath={.items[*].webhooks[*].clientConfig.caBundle}';
    return {
      image: container.get('image').value,
      settingsName: environment.get('configMapRef').get('name').string() ?? '',
      secretName: volume?.get('secret').get('secretName').value,
      bundles: (await kubectlOutput(['get', kinds, labelled(), path])).split(' '),
    };
  }

  /** As the documentation says where there is a controller manager, without which no namespace ends; else all but the namespace. */
  async function uninstall(): Promise<void> {
    if (controlPlane().hasControllerManager) {
      await controlPlane().kubectlOutput(await uninstallCommand());
      return;
    }
    const { kubectlOutput } = controlPlane();
    await kubectlOutput(['delete', OWN_KINDS, labelled(), '--ignore-not-found', '--wait']);
    const kinds = 'deployments,poddisruptionbudgets,services,configmaps,secrets,serviceaccounts,roles,rolebindings';
    const custom =
      'certificates.cert-manager.io,issuers.cert-manager.io,networkpolicies,prometheusrules,servicemonitors';
    const inNamespace = [`${kinds},${custom}`, labelled(), `--namespace=${NAMESPACE}`];
    await kubectlOutput(['delete', ...inNamespace, '--ignore-not-found', '--wait']);
    await eventually(async () => assert.equal(await kubectlOutput(['get', ...inNamespace, '--output=name']), ''));
  }
});

function labelled(): string {
  return '--selector=app.kubernetes.io/name in (fargate-admission,fargate-admission-audit,fargate-admission-policies)';
}

/** The arguments of kubectl in docs/operations/emergency.md. */
async function uninstallCommand(): Promise<readonly string[]> {
  const page = await readFile(join(ROOT, 'docs/operations/emergency.md'), 'utf8');
  const [, command = ''] = /^kubectl (delete [^\n]*,namespaces \\\n[^\n]+)$/m.exec(page) ?? [];
  const words = command.replace('\\\n', '').match(/'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replaceAll("'", ''));
}

function decode(base64 = ''): string {
  return Buffer.from(base64, 'base64').toString();
}
