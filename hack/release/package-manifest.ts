// usage: node hack/release/package-manifest.ts krew|homebrew CHECKSUMS_FILE      prints .krew.yaml, or the formula
import { printResult, ReleaseError } from '../run.ts';
import { readRelease } from './archives.ts';
import { homebrewFormula } from './homebrew.ts';
import { krewManifest } from './krew.ts';

const MANIFESTS = new Map([
  ['krew', krewManifest],
  ['homebrew', homebrewFormula],
]);

await printResult(() => {
  const [manager = '', checksumsFile] = process.argv.slice(2);
  const create = MANIFESTS.get(manager);
  if (create === undefined) throw new ReleaseError(`${manager}: no package manager; fix: krew or homebrew`);
  return create(readRelease(checksumsFile));
});
