import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileProfiles, type ProfileSet } from '../../src/fargate/profile-set.ts';
import { podPolicy } from '../../src/policies/pod-policy.ts';
import { type ControlPlane, startControlPlane } from '../support/cluster/control-plane.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { writePair } from '../support/tls/certificates.ts';
import { tokenIn } from './api-writer.ts';
import { compileProgram, imageOptions } from './compiled-program.ts';
import { type Contestant, startContestant } from './contestant.ts';
import { type LoadResult, loadByNode } from './load.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { perSecond, spreadText, tableText } from './table.ts';

/**
 * What a pod costs with no admission of ours, with the policy and with the webhook, side by side through one API server. API
 * server, etcd, webhook and load share all cores.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 9);
const SECONDS = 4;
const CONNECTIONS = 4;

const NONE = 'no admission';
const TEN = 'policy, 10 profiles';
const HUNDRED = 'policy, 100 profiles';
const WEBHOOK = 'webhook, 10 profiles';
const NAMES = [NONE, TEN, HUNDRED, WEBHOOK];

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    generateName: 'web-',
    labels: { app: 'web', tier: 'front', team: 'a', stage: 'live', component: 'cart' },
    annotations: { team: 'shop' },
  },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'registry.k8s.io/pause:3.10',
        resources: { requests: { cpu: '250m', memory: '512Mi' } },
      },
    ],
  },
};

interface Figures extends LoadResult {
  /** Of the API server alone. */
  readonly cpuMsOfPod: number;
}

const folder = await makeTemporaryFolder();
const { caPem, ...pair } = await writePair(folder.path);
const webhook = await startWebhook();
const controlPlane = await startControlPlane();
try {
  for (const name of NAMES) await controlPlane.createNamespace(namespaceOf(name));
  await applyPolicy(TEN, profileSet(10));
  await applyPolicy(HUNDRED, profileSet(100));
  await applyWebhook(webhook.port);
  process.stdout.write(`${await compare()}\n`);
} finally {
  await controlPlane.stop();
  await webhook.stop();
  await folder.remove();
}

function namespaceOf(name: string): string {
  return name.replaceAll(/[ ,]+/g, '-');
}

/** Of five selectors of five labels each. Only the last profile by name takes the pods. */
function profilesOf(count: number) {
  const labels = { app: 'web', tier: 'front', team: 'a', stage: 'live', component: 'cart' };
  return Array.from({ length: count }, (_, profile) => ({
    fargateProfileName: `profile-${String(profile).padStart(3, '0')}`,
    status: 'ACTIVE' as const,
    selectors: Array.from({ length: 5 }, (_unused, selector) =>
      profile === count - 1 ? { namespace: '*', labels } : { namespace: `team-${profile}-${selector}*`, labels },
    ),
  }));
}

function profileSet(count: number): ProfileSet {
  return compileProfiles(
    profilesOf(count).map(({ fargateProfileName, status, selectors }) => ({
      name: fargateProfileName,
      clusterName: undefined,
      status,
      healthIssues: [],
      selectors: selectors.map(({ namespace, labels }) => ({ namespace, labels: new Map(Object.entries(labels)) })),
    })),
  );
}

async function startWebhook(): Promise<Contestant> {
  const profiles = join(folder.path, 'profiles.json');
  await writeFile(profiles, JSON.stringify(profilesOf(10)));
  const files = [`--tls-cert-file=${pair.certificatePath}`, `--tls-key-file=${pair.keyPath}`];
  const ports = ['--bind-address=127.0.0.1', '--port=0', '--ops-port=0', '--quiet-period=0s'];
  const program = [...(await imageOptions()), await compileProgram(folder.path), 'serve'];
  const args = [...program, `--profiles=${profiles}`, ...files, ...ports];
  return startContestant({ name: WEBHOOK, args, cores: undefined });
}

function onlyIn(name: string): object {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespaceOf(name) } };
}

async function applyPolicy(name: string, profiles: ProfileSet): Promise<void> {
  const objects = podPolicy(profiles, { annotationPrefix: 'fargate-admission', version: 'v1' }).map((object) => {
    const metadata = { ...object.metadata, name: namespaceOf(name) };
    if (!('policyName' in object.spec)) return { ...object, metadata };
    const matchResources = { namespaceSelector: onlyIn(name) };
    return { ...object, metadata, spec: { policyName: metadata.name, matchResources } };
  });
  await apply({ apiVersion: 'v1', kind: 'List', items: objects });
}

async function applyWebhook(port: number): Promise<void> {
  const entry = {
    name: 'pods.bench.example.com',
    clientConfig: { url: `https://127.0.0.1:${port}/mutate/pods`, caBundle: Buffer.from(caPem).toString('base64') },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    namespaceSelector: onlyIn(WEBHOOK),
    reinvocationPolicy: 'IfNeeded',
    failurePolicy: 'Fail',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };
  const kind = 'MutatingWebhookConfiguration';
  await apply({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'bench' }, webhooks: [entry] });
}

async function apply(object: object): Promise<void> {
  await controlPlane.kubectlOutput(['apply', '--server-side', '--filename=-'], { input: JSON.stringify(object) });
}

async function compare(): Promise<string> {
  const results = new Map<string, Figures[]>(NAMES.map((name) => [name, []]));
  for (const name of NAMES) await createPods(controlPlane, name);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of NAMES) results.get(name)?.push(await createPods(controlPlane, name));
  }
  const none = results.get(NONE) ?? [];
  const rows = [...results].map(([name, all]) => {
    const spread = (of: (result: Figures) => number): Spread => spreadOf(all.map(of));
    const rate = all.map((result, index) => perSecond(result) / perSecond(none[index] ?? result));
    const cpu = all.map(({ cpuMsOfPod }, index) => cpuMsOfPod - (none[index]?.cpuMsOfPod ?? 0));
    return [
      name,
      spreadText(spread(perSecond), 0),
      spreadText(spreadOf(rate)),
      spreadText(
        spread(({ p50Ms }) => p50Ms),
        1,
      ),
      spreadText(
        spread(({ p99Ms }) => p99Ms),
        1,
      ),
      spreadText(spreadOf(cpu)),
    ];
  });
  const header = [
    'pod creations',
    'a second',
    `of ${NONE}`,
    'p50, ms',
    'p99, ms',
    'CPU of the API server more, ms a pod',
  ];
  return tableText(header, rows);
}

async function createPods({ url, adminKubeconfig }: ControlPlane, name: string): Promise<Figures> {
  const headers = { authorization: `Bearer ${tokenIn(adminKubeconfig)}` };
  const path = `${url}/api/v1/namespaces/${namespaceOf(name)}/pods`;
  const before = await cpuSeconds();
  const load = { url: path, body: JSON.stringify(POD), connections: CONNECTIONS, headers, seconds: SECONDS };
  const result = await loadByNode(load);
  if (result.failed > 0) throw new Error(`${name}: ${result.failed} of ${result.calls} calls failed`);
  return { ...result, cpuMsOfPod: (((await cpuSeconds()) - before) * 1000) / result.calls };
}

async function cpuSeconds(): Promise<number> {
  const metrics = await controlPlane.kubectlOutput(['get', '--raw', '/metrics']);
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
}
