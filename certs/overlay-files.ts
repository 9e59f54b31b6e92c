import { X509Certificate } from 'node:crypto';
import { issuePair } from '../src/tls/issue.ts';

/** What differs from one installation of manifests/overlays/local-ca to the next. */
export interface Installation {
  readonly clusterName: string;
  /** Absent: EKS sets AWS_REGION in the pod, as it does for IRSA. */
  readonly region: string | undefined;
  /** Absent: the pods get no annotation, and find AWS credentials some other way. */
  readonly roleArn: string | undefined;
  /** Absent: the one that manifests/base names. */
  readonly image: string | undefined;
}

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

/** The CA's private key is in no file and, once this returns, nowhere else: nothing can be signed with it again. */
export async function overlayFiles(installation: Installation, context: IssueContext): Promise<readonly OverlayFile[]> {
  const pair = await issuePair({ hosts: HOSTS, nowMs: context.nowMs, validDays: VALID_DAYS });
  return [
    { name: 'tls.crt', text: pair.certificatePem, mode: PUBLIC },
    { name: 'tls.key', text: pair.keyPem, mode: SECRET },
    { name: 'ca.crt', text: pair.caPem + newestCertificate(context.previousCaPem), mode: PUBLIC },
    { name: 'settings.env', text: settings(installation), mode: PUBLIC },
    { name: 'service-account.json', text: serviceAccountPatch(installation), mode: PUBLIC },
    { name: 'deployment.json', text: deploymentPatch(installation), mode: PUBLIC },
  ];
}

/** Still trusted while the Deployment rolls: until then, replicas serve the certificate of the last run. */
function newestCertificate(caPem: string | undefined): string {
  return caPem === undefined ? '' : new X509Certificate(caPem).toString();
}

function settings({ clusterName, region }: Installation): string {
  const lines = [`FARGATE_ADMISSION_CLUSTER_NAME=${clusterName}`];
  if (region !== undefined) lines.push(`AWS_REGION=${region}`);
  return `${lines.join('\n')}\n`;
}

function serviceAccountPatch({ roleArn }: Installation): string {
  const annotations = roleArn === undefined ? {} : { 'eks.amazonaws.com/role-arn': roleArn };
  return patch({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...OBJECT, annotations } });
}

function deploymentPatch({ image }: Installation): string {
  const container = { name: 'fargate-admission', ...(image === undefined ? {} : { image }) };
  const spec = { template: { spec: { containers: [container] } } };
  return patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: OBJECT, spec });
}

/** Both objects are called so. */
const OBJECT = { name: 'fargate-admission', namespace: 'fargate-admission' } as const;

function patch(object: object): string {
  return `${JSON.stringify(object, undefined, 2)}\n`;
}
