import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Field } from '../../src/documents/field.ts';
import { ReleaseError, ROOT } from '../run.ts';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier. */
  readonly license: string;
  /** Empty where the package ships none. */
  readonly licenseText: string;
}

/** Permissive licenses, which a work under Apache-2.0 may contain: they ask for no more than that their text is kept. */
export const ALLOWED_LICENSES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Unlicense',
]);

/** Every package that the program ships with, from the lock file, with the license that lies in node_modules. */
export function productionPackages(): readonly InstalledPackage[] {
  const lock = new Field(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const entries = lock.get('packages').entries();
  return entries
    .filter(([path, entry]) => path !== '' && !entry.get('dev').boolean())
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.get('version').string() ?? '',
      license: entry.get('license').string() ?? '',
      licenseText: licenseText(path),
    }));
}

function licenseText(path: string): string {
  const folder = join(ROOT, path);
  if (!existsSync(folder)) throw new ReleaseError(`${path} is not installed; fix: npm ci`);
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  return files
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim())
    .join('\n\n');
}

/** One text that goes with a copy of the packages: each license once, below the packages that it covers. */
export function thirdPartyLicenses(packages: readonly InstalledPackage[] = productionPackages()): string {
  const groups = Map.groupBy(packages, ({ license, licenseText }) => `${license}\n\n${licenseText}`);
  const sections = [...groups].map(([text, members]) => {
    const names = members.map(({ name, version }) => `${name} ${version}`).toSorted();
    return `${'-'.repeat(80)}\n${names.join('\n')}\n\n${text.trim()}\n`;
  });
  return `fargate-admission contains these packages.\n\n${sections.join('\n')}`;
}
