// usage: node hack/release/krew-manifest.ts CHECKSUMS_FILE      prints .krew.yaml
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Field } from '../../src/documents/field.ts';
import { printResult, ROOT } from '../run.ts';
import { krewManifest } from './krew.ts';
import { packageVersion } from './version.ts';

await printResult(() => {
  const manifest = new Field(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const repository = manifest.get('homepage').string() ?? '';
  return krewManifest({
    version: packageVersion(),
    repository,
    checksums: readFileSync(process.argv[2] ?? '', 'utf8'),
  });
});
