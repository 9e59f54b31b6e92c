// usage: node hack/owner.ts NAME      replaces the placeholder of the organization in every file that git knows
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf, printResult, ReleaseError, ROOT } from './run.ts';

/** In two halves: this file is one of those that are read. */
const PLACEHOLDER = ['OWN', 'ER'].join('');

/** Only where an address goes on with the project or its charts: other words may hold the same letters. */
const ADDRESSES: readonly string[] = ['fargate-admission', 'charts'].map((path) => `/${path}`);

/** Names of GitHub organizations and users, in lower case: names of images have no other. */
const NAME = /^[a-z\d](?:-?[a-z\d]){0,38}$/;

await printResult(() => {
  const owner = process.argv[2] ?? '';
  if (!NAME.test(owner))
    throw new ReleaseError(`${owner}: no name of an organization; fix: lower case, digits and hyphens`);
  const files = outputOf('git', ['ls-files', '-z']).split('\0').filter(holdsPlaceholder);
  if (files.length === 0) throw new ReleaseError(`no file holds ${PLACEHOLDER}: it is replaced already`);
  for (const file of files) {
    const path = join(ROOT, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      ADDRESSES.reduce((known, address) => known.replaceAll(PLACEHOLDER + address, owner + address), text),
    );
  }
  return files.map((file) => `${file}\n`).join('');
});

function holdsPlaceholder(file: string): boolean {
  if (file === '' || !lstatSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile()) return false;
  const text = readFileSync(join(ROOT, file), 'utf8');
  return ADDRESSES.some((address) => text.includes(PLACEHOLDER + address));
}
