import { createHash, X509Certificate } from 'node:crypto';
import { issuePair } from '../src/tls/issue.ts';
import { type Installation, NONE } from './options.ts';

export interface IssueContext {
  /** The `ca.crt` of the last run. */
  readonly previousCaPem: string | undefined;
  readonly nowMs: number;
}

/** A file of manifests/overlays/local-ca/generated. */
export interface OverlayFile {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
}

export const VALID_DAYS = 365;

/** The Service's names: the API server asks for the first, and a person in the cluster may ask for either. */
const HOSTS = [
  'fargate-admission.fargate-admission.svc',
  'fargate-admission.fargate-admission.svc.cluster.local',
] as const;

const PUBLIC = 0o644;
const SECRET = 0o600;

/** The values of the options, which the next run keeps where it is given no others. */
export const OPTIONS_FILE = 'options.json';

/** The CA's private key is in no file and, once this returns, nowhere else: nothing can be signed with it again. */
export async function overlayFiles(installation: Installation, context: IssueContext): Promise<readonly OverlayFile[]> {
  const pair = await issuePair({ hosts: HOSTS, nowMs: context.nowMs, validDays: VALID_DAYS });
  const certificate = {
    'tls.crt': pair.certificatePem,
    'tls.key': pair.keyPem,
    'ca.crt': pair.caPem + newestCertificate(context.previousCaPem),
  };
  const secretName = nameWithHash(certificate);
  return [
    { name: 'tls.crt', text: certificate['tls.crt'], mode: PUBLIC },
    { name: 'tls.key', text: certificate['tls.key'], mode: SECRET },
    { name: 'ca.crt', text: certificate['ca.crt'], mode: PUBLIC },
    { name: 'secret.json', text: secret(secretName, certificate), mode: SECRET },
    { name: 'settings.env', text: settings(installation), mode: PUBLIC },
    { name: 'service-account.json', text: serviceAccountPatch(installation), mode: PUBLIC },
    { name: 'deployment.json', text: deploymentPatch(installation, secretName), mode: PUBLIC },
    { name: OPTIONS_FILE, text: json(installation), mode: PUBLIC },
  ];
}

/** Still trusted while the Deployment rolls: until then, replicas serve the certificate of the last run. */
function newestCertificate(caPem: string | undefined): string {
  return caPem === undefined ? '' : new X509Certificate(caPem).toString();
}

/** Another certificate gets another name, and the Deployment, which names it, rolls. */
function nameWithHash(data: object): string {
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
  return `fargate-admission-tls-${hash}`;
}

function secret(name: string, texts: Readonly<Record<string, string>>): string {
  const data = Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const labels = { 'app.kubernetes.io/name': 'fargate-admission' };
  const metadata = { name, namespace: OBJECT.namespace, labels };
  return json({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    type: 'kubernetes.io/tls',
    data: Object.fromEntries(data),
  });
}

function settings({ 'cluster-name': clusterName, region }: Installation): string {
  const lines = [`FARGATE_ADMISSION_CLUSTER_NAME=${clusterName}`];
  if (region !== NONE) lines.push(`AWS_REGION=${region}`);
  return `${lines.join('\n')}\n`;
}

function serviceAccountPatch({ 'role-arn': roleArn }: Installation): string {
  const annotations = roleArn === NONE ? {} : { 'eks.amazonaws.com/role-arn': roleArn };
  return json({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...OBJECT, annotations } });
}

function deploymentPatch({ image }: Installation, secretName: string): string {
  const volumes = [{ name: 'tls', secret: { secretName } }];
  const spec = { template: { spec: { containers: [{ name: 'fargate-admission', image }], volumes } } };
  return json({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: OBJECT, spec });
}

/** Both objects are called so. */
const OBJECT = { name: 'fargate-admission', namespace: 'fargate-admission' } as const;

function json(object: object): string {
  return `${JSON.stringify(object, undefined, 2)}\n`;
}
