// usage: node hack/release/print-notes.ts 1.2.3      prints the section of CHANGELOG.md
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printResult, ROOT } from '../run.ts';
import { releaseNotes } from './notes.ts';

await printResult(() => releaseNotes(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), process.argv[2] ?? ''));
