import { stringify } from 'yaml';
import { archivesOf, type Release } from './archives.ts';

const DESCRIPTION = `Predicts for the pods of a workload, from a file or from the cluster, whether they
run on Amazon EKS Fargate, on which profile and at which size, and says why.
Audits where the pods of a cluster run, shows what a change of profiles would
do, and checks manifests in CI.
`;

/**
 * The manifest of the kubectl plugin `fargate`. Source: krew, "Plugin manifest" (krew.sigs.k8s.io/docs/developer-guide).
 * @throws ReleaseError where an archive has no checksum.
 */
export function krewManifest(release: Release): string {
  const platforms = archivesOf(release).map(({ platform: { os, arch, program }, url, sha256 }) => {
    return { selector: { matchLabels: { os, arch } }, uri: url, sha256, bin: program };
  });
  return stringify({
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'fargate' },
    spec: {
      version: `v${release.version}`,
      homepage: release.repository,
      shortDescription: 'Predict which pods run on EKS Fargate',
      description: DESCRIPTION,
      platforms,
    },
  });
}
