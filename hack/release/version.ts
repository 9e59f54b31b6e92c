import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Field } from '../../src/documents/field.ts';
import { ReleaseError, ROOT } from '../run.ts';
import { releasedChangelog, releaseNotes } from './notes.ts';

/** Where the files of the repository name the version: after the first group. */
const VERSIONED: readonly (readonly [path: string, place: RegExp])[] = [
  ['package.json', /^( {2}"version": ")([^"]+)/gm],
  ['package-lock.json', /("name": "fargate-admission",\s+"version": ")([^"]+)/g],
  ['manifests/chart/Chart.yaml', /^(version: |appVersion: | +image: \S+:)([^:\s]+)$/gm],
  ['manifests/base/deployment.yaml', /^( +image: fargate-admission:)(\S+)$/gm],
  ['manifests/overlays/audit/deployment.yaml', /^( +image: fargate-admission:)(\S+)$/gm],
  ['manifests/overlays/policies/deployment.yaml', /^( +image: fargate-admission:)(\S+)$/gm],
  ['manifests/overlays/example/kustomization.yaml', /^( +newTag: )(\S+)$/gm],
  ['docs/guides/ci.md', /(fargate-admission@v?|^ +rev: v)(\d[^\s]*)/gm],
];

export function packageVersion(root = ROOT): string {
  const manifest = new Field(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return manifest.get('version').string() ?? '';
}

/**
 * The version of a tag such as v1.2.3.
 * @throws ReleaseError where a file of the repository has another version, or the changelog does not have this one.
 */
export function checkedVersion(tag: string): string {
  const version = packageVersion();
  const problems =
    tag === `v${version}` ? [] : [`tag ${tag}: package.json has version ${version}; fix: tag v${version}`];
  problems.push(...VERSIONED.flatMap(([path, place]) => otherVersions(path, place, version)));
  if (problems.length > 0) throw new ReleaseError(problems.join('\n'));
  releaseNotes(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);
  return version;
}

function otherVersions(path: string, place: RegExp, version: string): readonly string[] {
  const found = [...readFileSync(join(ROOT, path), 'utf8').matchAll(place)].map(([, , text]) => text);
  if (found.length === 0) return [`${path}: no version found`];
  return found.every((text) => text === version)
    ? []
    : [`${path}: ${found.join(', ')}, not ${version}; fix: npm run release:prepare -- ${version}`];
}

/** Writes a version into every file that names it, and heads the section of the changelog with it. */
export function prepareVersion(version: string, date: string): void {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new ReleaseError(`${version}: no version; fix: three numbers, as in 1.2.3`);
  for (const [path, place] of VERSIONED)
    rewrite(path, (text) => text.replaceAll(place, (_, before) => `${before}${version}`));
  rewrite('CHANGELOG.md', (text) => releasedChangelog(text, version, date));
}

function rewrite(path: string, change: (text: string) => string): void {
  const file = join(ROOT, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
