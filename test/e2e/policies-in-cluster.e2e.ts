import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Field } from '../../src/documents/field.ts';
import { POLICY_NAMES } from '../../src/policies/policy-object.ts';
import { skipBelowMinor, skipWithoutControllerManager } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { installPolicies, POLICIES_USER, type PoliciesInstallation } from '../support/cluster/overlay-installation.ts';
import { readCalls, rightsGiven, rightsUsed } from '../support/cluster/used-rights.ts';
import { awsEnvironment } from '../support/eks/aws-environment.ts';
import { DENIED, EksServer, WEB } from '../support/eks/server.ts';
import { eventually } from '../support/eventually.ts';
import { type PoliciesProcess, startPoliciesProcess } from '../support/processes/policies-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', users: [POLICIES_USER] }, { level: 'None' }],
};

/** From this version on, MutatingAdmissionPolicy is v1 and on by default. */
const MUTATING_ADMISSION_POLICY_MINOR = 36;

const OWNER = 'fargate-admission-policies';
const FLAGS = ['--cluster-name=demo', `--owner-cluster-role=${OWNER}`];
const KINDS = Object.keys(POLICY_NAMES).flatMap((kind) => [kind, `${kind}Binding`]);
const ALL_KINDS = KINDS.join(',').toLowerCase();

const WRITES = ['create', 'update', 'patch', 'delete'];

describe('policies that are kept up to date, with the rights of their overlay and no more', {
  skip: skipBelowMinor(MUTATING_ADMISSION_POLICY_MINOR),
}, () => {
  const controlPlane = useControlPlane({ auditPolicy: AUDIT_POLICY });
  const undo: (() => Promise<unknown>)[] = [];
  let eks: EksServer;
  let installation: PoliciesInstallation;
  let policies: PoliciesProcess;

  before(async () => {
    const directory = await makeTemporaryFolder();
    undo.push(() => directory.remove());
    eks = await EksServer.start();
    undo.push(() => eks.stop());
    eks.put(WEB);
    installation = await installPolicies(controlPlane(), directory.path);
    for (const namespace of ['shop', 'tools']) await controlPlane().createNamespace(namespace);
    policies = await start(['--enforce=errors']);
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  async function start(flags: readonly string[]): Promise<PoliciesProcess> {
    const env = { KUBECONFIG: installation.kubeconfig, ...awsEnvironment(eks.url) };
    const started = await startPoliciesProcess([...FLAGS, ...flags], env);
    undo.push(() => started.stop());
    return started;
  }

  async function profileOf(namespace: string): Promise<string | undefined> {
    const spec = { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] };
    const metadata = { name: 'web', namespace, labels: { tier: 'front' } };
    const args = ['create', '--dry-run=server', '--output=json', '--filename=-'];
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec });
    const pod = new Field(JSON.parse(await controlPlane().kubectlOutput(args, { input })));
    return pod.get('metadata').get('annotations').stringMap()['fargate-admission/profile'];
  }

  async function stored(): Promise<readonly string[]> {
    const output = await controlPlane().kubectlOutput(['get', ALL_KINDS, '--output=name']);
    return output.split('\n').filter((line) => line.includes('/fargate-'));
  }

  async function writes(): Promise<readonly string[]> {
    const calls = await readCalls(controlPlane().auditLogFile);
    return calls.filter(({ verb }) => WRITES.includes(verb)).map(({ right, path }) => right ?? path);
  }

  test('are installed without a warning, with all that watches them', () => {
    const { code, stdout, stderr } = installation.applied;
    assert.deepEqual([code, stderr], [0, '']);
    for (const created of ['deployment.apps', 'prometheusrule.monitoring.coreos.com', 'service']) {
      assert.match(stdout, new RegExp(`^${created}/fargate-admission-policies created$`, 'm'));
    }
  });

  test('come from a pod that Pod Security "restricted" admits', { skip: skipWithoutControllerManager() }, async () => {
    const args = ['get', 'pods', '--namespace=fargate-admission', '--output=name'];
    await eventually(async () =>
      assert.match(await controlPlane().kubectlOutput(args), /^pod\/fargate-admission-policies-/),
    );
  });

  test('write on pods the profile that EKS has', async () => {
    await eventually(async () => assert.equal(await profileOf('shop'), 'web'));
    assert.equal((await stored()).length, 8);
  });

  test('follow a profile that is added in EKS', async () => {
    eks.put({ ...WEB, fargateProfileName: 'extra', selectors: [{ namespace: 'tools' }] });
    await eventually(async () => assert.equal(await profileOf('tools'), 'extra'));
    assert.equal(await policies.metric('fargate_admission_profiles{status="ACTIVE"}'), 2);
  });

  test('are not written while nothing changes, by two processes either', async () => {
    await policies.updateAgain();
    const before = await writes();
    const second = await start(['--enforce=errors']);
    await Promise.all([policies.updateAgain(), second.updateAgain()]);
    assert.deepEqual(await writes(), before);
    assert.equal(await second.stop(), 0);
  });

  test('are put back where a person has changed or deleted them, and nothing else is written', async () => {
    const before = await writes();
    const patch = '--patch={"spec":{"reinvocationPolicy":"Never"}}';
    await controlPlane().kubectlOutput(['patch', 'mutatingadmissionpolicy', 'fargate-pods', '--type=merge', patch]);
    await controlPlane().kubectlOutput(['delete', 'validatingadmissionpolicybinding', 'fargate-workloads']);
    await policies.updateAgain();
    assert.equal((await stored()).length, 8);
    const args = ['get', 'mutatingadmissionpolicy', 'fargate-pods', '--output=jsonpath={.spec.reinvocationPolicy}'];
    assert.equal(await controlPlane().kubectlOutput(args), 'IfNeeded');
    assert.deepEqual((await writes()).slice(before.length).toSorted(), [
      'patch mutatingadmissionpolicies.admissionregistration.k8s.io/fargate-pods',
      'patch validatingadmissionpolicybindings.admissionregistration.k8s.io/fargate-workloads',
    ]);
  });

  test('go on deciding while EKS answers nothing, and are not written', async () => {
    const before = await writes();
    const failed = 'fargate_admission_policy_updates_total{result="failed"}';
    eks.fail('List', DENIED, DENIED);
    await eventually(async () => assert.equal(await policies.metric(failed), 2));
    assert.equal(await profileOf('shop'), 'web');
    const ready = await (await fetch(`${policies.opsUrl}/readyz?verbose`)).text();
    assert.match(ready, /^\[\+\]policies ok: the last ones stay: ListFargateProfiles of cluster "demo" failed/m);
    await policies.updateAgain();
    assert.deepEqual(await writes(), before);
  });

  test('go on deciding where EKS lists no profile any more, until it has done so three times', async () => {
    const before = await writes();
    const profiles = [...eks.profiles.values()];
    eks.profiles.clear();
    await eventually(async () =>
      assert.ok((await policies.metric('fargate_admission_policy_updates_total{result="unconfirmed"}')) > 0),
    );
    eks.put(...profiles);
    assert.equal(await profileOf('shop'), 'web');
    await policies.updateAgain();
    assert.deepEqual(await writes(), before);
  });

  test('go on deciding where the profiles are beyond the limits, which readiness and metrics say', async () => {
    const before = await writes();
    const selectors = Array.from({ length: 2_000 }, (_, index) => ({ namespace: `a-rather-long-namespace-${index}` }));
    eks.put({ ...WEB, fargateProfileName: 'wide', selectors });
    await eventually(async () => assert.equal((await fetch(`${policies.opsUrl}/readyz`)).status, 503));
    assert.equal(await policies.metric('fargate_admission_policy_updates_total{result="beyond_limits"}'), 1);
    assert.equal(await profileOf('shop'), 'web');
    eks.profiles.delete('wide');
    await eventually(async () => assert.equal((await fetch(`${policies.opsUrl}/readyz`)).status, 200));
    assert.deepEqual(await writes(), before);
  });

  test('are deleted where their part is not wanted any more, and those of another program stay', async () => {
    assert.equal(await policies.stop(), 0);
    const spec = { policyName: 'fargate-pods', validationActions: ['Warn'] };
    const other = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding' };
    const input = JSON.stringify({ ...other, metadata: { name: 'fargate-others' }, spec });
    await controlPlane().kubectlOutput(['create', '--filename=-'], { input });
    await (await start(['--only=mutate'])).stop();
    assert.deepEqual(await stored(), [
      'mutatingadmissionpolicy.admissionregistration.k8s.io/fargate-pods',
      'mutatingadmissionpolicybinding.admissionregistration.k8s.io/fargate-pods',
      'validatingadmissionpolicybinding.admissionregistration.k8s.io/fargate-others',
    ]);
    await (await start(['--only=profiles'])).stop();
    assert.deepEqual(await stored(), [
      'validatingadmissionpolicy.admissionregistration.k8s.io/fargate-profiles',
      'validatingadmissionpolicybinding.admissionregistration.k8s.io/fargate-others',
      'validatingadmissionpolicybinding.admissionregistration.k8s.io/fargate-profiles',
    ]);
    await controlPlane().kubectlOutput(['delete', 'validatingadmissionpolicybinding', 'fargate-others']);
  });

  test('need every right that the overlay gives, and no other', async () => {
    const role = new Field(
      JSON.parse(await controlPlane().kubectlOutput(['get', 'clusterrole', OWNER, '--output=json'])),
    );
    const calls = await readCalls(controlPlane().auditLogFile);
    assert.deepEqual(rightsUsed(calls), rightsGiven(role));
    assert.deepEqual(
      calls.filter(({ isAllowed }) => !isAllowed),
      [],
    );
  });

  test('are gone with the overlay, though the process has not ended yet', {
    skip: skipWithoutControllerManager(),
  }, async () => {
    const last = await start([]);
    assert.equal((await stored()).length, 6);
    await controlPlane().kubectlOutput(['delete', `--kustomize=${installation.overlay}`, '--wait']);
    await eventually(async () => assert.deepEqual(await stored(), []));
    const failed = 'fargate_admission_policy_updates_total{result="failed"}';
    await eventually(async () => assert.ok((await last.metric(failed)) >= 2));
    assert.deepEqual(await stored(), []);
  });
});
