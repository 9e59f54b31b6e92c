import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Field } from '../../src/documents/field.ts';
import { archiveName, PLATFORMS, type Platform } from '../executable/platforms.ts';
import { ReleaseError, ROOT } from '../run.ts';
import { packageVersion } from './version.ts';

/** What the manifests of package managers say of a release. */
export interface Release {
  readonly version: string;
  /** Address of the repository. */
  readonly repository: string;
  /** Lines of sha256sum. */
  readonly checksums: string;
}

export interface Archive {
  readonly platform: Platform;
  readonly url: string;
  readonly sha256: string;
}

/** The release of this repository. */
export function readRelease(checksumsFile: string | undefined): Release {
  const manifest = new Field(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  if (checksumsFile === undefined) throw new ReleaseError('no file of checksums; fix: give its path');
  return {
    version: packageVersion(),
    repository: manifest.get('homepage').string() ?? '',
    checksums: readFileSync(checksumsFile, 'utf8'),
  };
}

/** One for each platform. @throws ReleaseError where an archive has no checksum. */
export function archivesOf({ version, repository, checksums }: Release): readonly Archive[] {
  const sums = new Map(checksums.split('\n').map(checksumLine));
  return PLATFORMS.map((platform) => {
    const archive = archiveName(version, platform);
    const sha256 = sums.get(archive);
    if (sha256 === undefined) throw new ReleaseError(`no checksum of ${archive}`);
    return { platform, url: `${repository}/releases/download/v${version}/${archive}`, sha256 };
  });
}

/** `SUM  NAME`, or `SUM *NAME` of a binary reading. */
function checksumLine(line: string): readonly [name: string, sha256: string] {
  const [, sha256 = '', name = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
  return [name, sha256];
}
