// usage: node hack/release/install-manifest.ts OVERLAY IMAGE@sha256:DIGEST      prints the manifest
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { outputOf, printResult, ReleaseError, ROOT } from '../run.ts';
import { packageVersion } from './version.ts';

/** Overlays that make their certificates in the cluster: no file of the user's own goes into them. */
const OVERLAYS: readonly string[] = ['self-signed', 'cert-manager'];

/** No cluster can have this name, and the webhook says so at its start: a manifest that is applied as it is does nothing wrong. */
const CLUSTER_NAME = '<cluster-name>';

await printResult(() => installManifest(process.argv[2] ?? '', process.argv[3] ?? ''));

function installManifest(overlay: string, image: string): string {
  if (!OVERLAYS.includes(overlay)) throw new ReleaseError(`${overlay}: no such overlay; fix: ${OVERLAYS.join(' or ')}`);
  const [, name, digest] = /^([a-zA-Z0-9./:_-]+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (name === undefined || digest === undefined) {
    throw new ReleaseError(`${image}: no image with a digest; fix: IMAGE@sha256:DIGEST`);
  }
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'install-manifest-'));
  try {
    const resource = relative(folder, join(realpathSync(ROOT), 'manifests/overlays', overlay));
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization(resource, { name, digest })));
    return `${heading(overlay)}${outputOf(process.env['KUBECTL'] ?? 'kubectl', ['kustomize', folder])}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Image {
  readonly name: string;
  readonly digest: string;
}

function kustomization(resource: string, { name, digest }: Image) {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [resource],
    images: [{ name: 'fargate-admission', newName: name, digest }],
    configMapGenerator: [
      {
        name: 'fargate-admission-settings',
        namespace: 'fargate-admission',
        behavior: 'merge',
        literals: [`FARGATE_ADMISSION_CLUSTER_NAME=${CLUSTER_NAME}`],
      },
    ],
  };
}

function heading(overlay: string): string {
  return [
    `# Fargate Admission ${packageVersion()}, certificates: ${overlay}.`,
    `# Replace ${CLUSTER_NAME} by the name of your EKS cluster:`,
    `#   sed 's/${CLUSTER_NAME}/my-cluster/' install-${overlay}.yaml | kubectl apply -f -`,
    '# With IRSA, annotate ServiceAccount fargate-admission with eks.amazonaws.com/role-arn; EKS Pod Identity needs no annotation.',
    '',
  ].join('\n');
}
