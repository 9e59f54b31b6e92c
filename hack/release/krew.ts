import { stringify } from 'yaml';
import { archiveName, PLATFORMS } from '../executable/platforms.ts';
import { ReleaseError } from '../run.ts';

export interface KrewRelease {
  readonly version: string;
  /** Address of the repository. */
  readonly repository: string;
  /** Lines of sha256sum. */
  readonly checksums: string;
}

const DESCRIPTION = `Predicts for the pods of a workload, from a file or from the cluster, whether they
run on Amazon EKS Fargate, on which profile and at which size, and says why.
Audits where the pods of a cluster run, shows what a change of profiles would
do, and checks manifests in CI.
`;

/**
 * The manifest of the kubectl plugin `fargate`. Source: krew, "Plugin manifest" (krew.sigs.k8s.io/docs/developer-guide).
 * @throws ReleaseError where an archive has no checksum.
 */
export function krewManifest({ version, repository, checksums }: KrewRelease): string {
  const sums = new Map(checksums.split('\n').map((line) => checksumLine(line)));
  const platforms = PLATFORMS.map((platform) => {
    const archive = archiveName(version, platform);
    const sha256 = sums.get(archive);
    if (sha256 === undefined) throw new ReleaseError(`no checksum of ${archive}`);
    const selector = { matchLabels: { os: platform.os, arch: platform.arch } };
    return { selector, uri: `${repository}/releases/download/v${version}/${archive}`, sha256, bin: platform.program };
  });
  return stringify({
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'fargate' },
    spec: {
      version: `v${version}`,
      homepage: repository,
      shortDescription: 'Predict which pods run on EKS Fargate',
      description: DESCRIPTION,
      platforms,
    },
  });
}

/** `SUM  NAME`, or `SUM *NAME` of a binary reading. */
function checksumLine(line: string): readonly [name: string, sha256: string] {
  const [, sha256 = '', name = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
  return [name, sha256];
}
