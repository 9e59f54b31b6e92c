import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { Field } from '../../../src/documents/field.ts';
import { type ApiAnswer, listOf, startApiServer } from '../../support/kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../../support/kubernetes/kubeconfig.ts';
import { fileWith } from '../../support/profile-files.ts';
import { runCli } from '../../support/terminal.ts';

const PROFILES = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n    labels: {app: web}\n';
const UNHEALTHY = `fargateProfile:
  fargateProfileName: web
  status: ACTIVE
  selectors:
    - namespace: shop
      labels: {app: web}
  health:
    issues:
      - code: AccessDenied
        message: The pod execution role may not pull images.
`;

const EVENTS =
  '/api/v1/namespaces/shop/events?limit=500&fieldSelector=involvedObject.kind%3DPod%2CinvolvedObject.name%3Dweb-0';
const NODE = 'fargate-ip-10-0-0-1';
const FORBIDDEN = { status: 403, body: { kind: 'Status', message: 'events is forbidden' } };

const ON_FARGATE = {
  metadata: {
    name: 'web-0',
    namespace: 'shop',
    uid: '1',
    creationTimestamp: '2026-11-26T12:00:00Z',
    labels: { app: 'web', 'eks.amazonaws.com/fargate-profile': 'web' },
    annotations: { CapacityProvisioned: '0.25vCPU 0.5GB' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: '2', controller: true }],
  },
  spec: { nodeName: NODE, schedulerName: 'fargate-scheduler', containers: [{ name: 'main' }] },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }] },
};

const WAITING = {
  ...ON_FARGATE,
  spec: { ...ON_FARGATE.spec, nodeName: undefined, hostNetwork: true },
  status: { phase: 'Pending' },
};

const STATEFUL_SET = {
  metadata: { name: 'web', namespace: 'shop' },
  spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main' }] } } },
};

function answersFor(pod: object, kubeletVersion = 'v1.36.1-eks-1'): Readonly<Record<string, ApiAnswer>> {
  const node = {
    metadata: { name: NODE },
    status: { nodeInfo: { kubeletVersion }, conditions: [{ type: 'Ready', status: 'True' }] },
  };
  return {
    '/version': { status: 200, body: { major: '1', minor: '36', gitVersion: 'v1.36.1-eks-2' } },
    '/api/v1/namespaces/shop/pods/web-0': { status: 200, body: pod },
    [`/api/v1/nodes/${NODE}`]: { status: 200, body: node },
    '/api/v1/nodes?limit=500': listOf([{ metadata: { name: NODE } }]),
    [EVENTS]: listOf([]),
    '/apis/apps/v1/namespaces/shop/replicasets?limit=500': listOf([]),
    '/apis/apps/v1/namespaces/shop/statefulsets?limit=500': listOf([STATEFUL_SET]),
    '/apis/batch/v1/namespaces/shop/jobs?limit=500': listOf([]),
  };
}

async function why(
  t: TestContext,
  answers: Readonly<Record<string, ApiAnswer>>,
  args = ['web-0'],
  profiles = PROFILES,
) {
  const { url } = await startApiServer(t, answers);
  const file = await kubeconfigFile(t, kubeconfig({ server: url, namespace: 'shop' }));
  const path = await fileWith(t, 'profiles.yaml', profiles);
  return runCli(['why', `--profiles=${path}`, ...args], { environment: { KUBECONFIG: file } });
}

describe('why', () => {
  test('ends with 0 for a pod that runs where a new one would', async (t) => {
    const { code, output, errors } = await why(t, answersFor(ON_FARGATE));
    assert.equal(errors, '');
    assert.equal(
      output,
      `pass  Pod shop/web-0 of StatefulSet web is on Fargate profile web, as a new pod would be [on-fargate]
  placement  Fargate, profile web, 0.25vCPU 0.5GB provisioned, Running
  new pod    Fargate, profile web, 0.25vCPU 0.5GB: selector 0 matches
  node       fargate-ip-10-0-0-1, Ready, kubelet v1.36.1-eks-1 (control plane v1.36.1-eks-2: the same minor version)
  profile    web, ACTIVE, no health issue known
  do         nothing
`,
    );
    assert.equal(code, 0);
  });

  test('takes the name as kubectl does, and the namespace that is given', async (t) => {
    assert.equal((await why(t, answersFor(ON_FARGATE), ['pod/web-0', '-n', 'shop'])).code, 0);
  });

  test('shows what EKS says of a pod that it refuses, with the fix, in ten lines at most', async (t) => {
    const event = (reason: string, message: string, second: number) => ({
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-0', uid: '1' },
      reason,
      message,
      reportingComponent: 'fargate-scheduler',
      lastTimestamp: `2026-11-26T12:00:0${second}Z`,
    });
    const words = 'Pod not supported on Fargate: fields not supported: HostNetwork';
    const events = [1, 2, 3, 4, 5].map((second) => event('LoggingDisabled', 'no ConfigMap', second));
    const answers = { ...answersFor(WAITING), [EVENTS]: listOf([...events, event('FailedScheduling', words, 6)]) };
    const { code, output } = await why(t, answers);
    assert.equal(code, 1);
    assert.match(
      output,
      /^fail {2}Pod shop\/web-0 of StatefulSet web is pending on Fargate profile web: Pod not supported/,
    );
    assert.ok(
      output.includes(`\n  event      2026-11-26T12:00:06Z fargate-scheduler FailedScheduling: ${words}\n`),
      output,
    );
    assert.match(output, /\n {2}do {9}remove hostNetwork: .*\n$/);
    assert.ok(output.trimEnd().split('\n').length <= 10, output);
  });

  test('says that a container of a pod in its place does not run', async (t) => {
    const state = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } };
    const pod = { ...ON_FARGATE, status: { phase: 'Running', containerStatuses: [{ name: 'main', state }] } };
    const { code, output } = await why(t, answersFor(pod));
    assert.equal(code, 1);
    assert.match(output, /^fail {2}Pod shop\/web-0/);
    assert.match(output, /\n {2}container {2}main: ImagePullBackOff: Back-off pulling image\n/);
    assert.match(output, /\n {2}do {9}correct the image of container main;/);
  });

  test('names the health issue of the profile that a pod waits for', async (t) => {
    const pod = { ...WAITING, spec: { ...WAITING.spec, hostNetwork: false } };
    const { code, output } = await why(t, answersFor(pod), ['web-0'], UNHEALTHY);
    assert.equal(code, 1);
    assert.match(output, /\n {2}profile {4}web, ACTIVE, AccessDenied: The pod execution role may not pull images\.\n/);
    assert.match(
      output,
      /\n {2}do {9}resolve the health issue of profile web: The pod execution role .* \(AccessDenied\)\n$/,
    );
  });

  test('says of a kubelet that Kubernetes does not support what to restart', async (t) => {
    const { code, output } = await why(t, answersFor(ON_FARGATE, 'v1.32.9-eks-1'));
    assert.equal(code, 0);
    assert.match(
      output,
      /\(control plane v1\.36\.1-eks-2: 4 minor versions behind, which Kubernetes does not support\)/,
    );
    assert.match(output, /\n {2}do {9}kubectl rollout restart statefulset\/web -n shop\n$/);
  });

  test('does not call a pod well that no scheduler places', async (t) => {
    const pod = {
      ...WAITING,
      metadata: { ...WAITING.metadata, labels: { app: 'api' } },
      spec: { containers: [{ name: 'main' }] },
    };
    const { code, output } = await why(t, answersFor(pod));
    assert.equal(code, 1);
    assert.match(output, /^fail {2}Pod shop\/web-0 of StatefulSet web is pending off Fargate: /);
    assert.match(output, /\n {2}do {9}let a Fargate profile select the pod, or add nodes/);
  });

  test('prints one diagnosis, as JSON and as YAML', async (t) => {
    const json = new Field(JSON.parse((await why(t, answersFor(ON_FARGATE), ['web-0', '-o', 'json'])).output));
    const yaml: unknown = parse((await why(t, answersFor(ON_FARGATE), ['web-0', '-o', 'yaml'])).output);
    assert.equal(json.get('kind').value, 'PodDiagnosis');
    assert.equal(json.get('runsAsMeant').value, true);
    assert.deepEqual(json.value, yaml);
  });

  test('names what the verdict depends on and may not be read, and ends with 1', async (t) => {
    const { code, output, errors } = await why(t, { ...answersFor(ON_FARGATE), [EVENTS]: FORBIDDEN });
    assert.equal(errors, 'not readable: events of namespace shop: events is forbidden\n');
    assert.match(output, /^pass {2}/);
    assert.equal(code, 1);
  });

  test('goes on without the node, which a user of one namespace may not read', async (t) => {
    const answers = { ...answersFor(ON_FARGATE), [`/api/v1/nodes/${NODE}`]: FORBIDDEN };
    const { code, output, errors } = await why(t, answers);
    assert.match(errors, /^note: node fargate-ip-10-0-0-1 may not be read: .*: ask for the right to "get" on nodes\n$/);
    assert.match(output, /\n {2}node {7}fargate-ip-10-0-0-1 \(control plane v1\.36\.1-eks-2\)\n/);
    assert.equal(code, 0);
  });

  test('ends with 2 for a pod that is not there', async (t) => {
    const { code, errors } = await why(t, answersFor(ON_FARGATE), ['none']);
    assert.deepEqual([code, errors], [2, 'namespace shop of context "test" has no pod none\n']);
  });

  for (const [args, problem] of [
    [[], 'expected the name of one pod; got 0'],
    [['a', 'b'], 'expected the name of one pod; got 2'],
    [['deploy/web'], '"deploy/web": expected the name of a pod, such as web-0 or pod/web-0'],
  ] as const) {
    test(`ends with 2 for the arguments ${JSON.stringify(args)}`, async (t) => {
      const { code, errors } = await why(t, {}, [...args]);
      assert.deepEqual([code, errors], [2, `${problem}\n`]);
    });
  }
});
