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
  return lockedPackages()
    .filter(([path, entry]) => path !== '' && !entry.get('dev').boolean())
    .map(installedPackage);
}

/** The packages that these files belong to: paths, as a bundler names what it has put into a bundle. */
export function packagesOf(files: readonly string[]): readonly InstalledPackage[] {
  const parts = files.filter((file) => file.includes(FOLDER)).map((file) => file.slice(file.indexOf(FOLDER)));
  return lockedPackages()
    .filter(([path]) => path !== '' && parts.some((part) => isPartOf(part, path)))
    .map(installedPackage);
}

const FOLDER = 'node_modules/';

/** A package of another is in a folder of its own below it. */
function isPartOf(file: string, path: string): boolean {
  return file.startsWith(`${path}/`) && !file.slice(path.length).includes(`/${FOLDER}`);
}

function lockedPackages(): readonly (readonly [path: string, entry: Field])[] {
  const lock = new Field(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  return lock.get('packages').entries();
}

function installedPackage([path, entry]: readonly [path: string, entry: Field]): InstalledPackage {
  return {
    name: path.slice(path.lastIndexOf(FOLDER) + FOLDER.length),
    version: entry.get('version').string() ?? '',
    license: entry.get('license').string() ?? '',
    licenseText: licenseText(path),
  };
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
export function thirdPartyLicenses(
  packages: readonly InstalledPackage[] = productionPackages(),
  owner = 'fargate-admission',
): string {
  const groups = Map.groupBy(packages, ({ license, licenseText }) => `${license}\n\n${licenseText}`);
  const sections = [...groups].map(([text, members]) => {
    const names = members.map(({ name, version }) => `${name} ${version}`).toSorted();
    return `${'-'.repeat(80)}\n${names.join('\n')}\n\n${text.trim()}\n`;
  });
  return `${owner} contains these packages.\n\n${sections.join('\n')}`;
}
