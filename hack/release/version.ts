import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Field } from '../../src/documents/field.ts';
import { ReleaseError, ROOT } from '../run.ts';
import { releaseNotes } from './notes.ts';

export function packageVersion(root = ROOT): string {
  const manifest = new Field(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return manifest.get('version').string() ?? '';
}

/**
 * The version of a tag such as v1.2.3.
 * @throws ReleaseError where a file of the repository has another version, or the changelog does not have this one.
 */
export function checkedVersion(tag: string, root = ROOT): string {
  const version = packageVersion(root);
  const problems = [
    ...(tag === `v${version}` ? [] : [`tag ${tag}: package.json has version ${version}; fix: tag v${version}`]),
    ...lockProblems(root, version),
    ...chartProblems(root, version),
  ];
  if (problems.length > 0) throw new ReleaseError(problems.join('\n'));
  releaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version);
  return version;
}

function lockProblems(root: string, version: string): readonly string[] {
  const lock = new Field(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const locked = lock.get('version').string();
  return locked === version ? [] : [`package-lock.json: version is ${locked}, not ${version}; fix: npm install`];
}

function chartProblems(root: string, version: string): readonly string[] {
  const path = 'manifests/chart/Chart.yaml';
  const chart = new Field(parse(readFileSync(join(root, path), 'utf8')));
  return ['version', 'appVersion']
    .map((field) => ({ field, value: chart.get(field).string() }))
    .filter(({ value }) => value !== version)
    .map(({ field, value }) => `${path}: ${field} is ${value}, not ${version}; fix: ${field}: ${version}`);
}
