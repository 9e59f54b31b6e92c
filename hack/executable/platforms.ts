import { ReleaseError } from '../run.ts';

/** A system that a single executable is built for. */
export interface Platform {
  /** As Node.js names it: process.platform, process.arch. */
  readonly node: readonly [platform: string, arch: string];
  /** As Go, krew and Homebrew name it. */
  readonly os: string;
  readonly arch: string;
  readonly program: string;
}

const PROGRAM = 'fargate-admission';

export const PLATFORMS: readonly Platform[] = [
  { node: ['linux', 'x64'], os: 'linux', arch: 'amd64', program: PROGRAM },
  { node: ['linux', 'arm64'], os: 'linux', arch: 'arm64', program: PROGRAM },
  { node: ['darwin', 'x64'], os: 'darwin', arch: 'amd64', program: PROGRAM },
  { node: ['darwin', 'arm64'], os: 'darwin', arch: 'arm64', program: PROGRAM },
  { node: ['win32', 'x64'], os: 'windows', arch: 'amd64', program: `${PROGRAM}.exe` },
];

/** @throws ReleaseError where no executable is built for the system. */
export function platformOf({ platform, arch }: { readonly platform: string; readonly arch: string }): Platform {
  const found = PLATFORMS.find(({ node }) => node[0] === platform && node[1] === arch);
  if (found === undefined) throw new ReleaseError(`no executable is built for ${platform} on ${arch}`);
  return found;
}

export function archiveName(version: string, { os, arch }: Platform): string {
  return `fargate-admission_${version}_${os}_${arch}.tar.gz`;
}
