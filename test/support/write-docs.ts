import { readFileSync, writeFileSync } from 'node:fs';
import { DOCS_PARTS, ROOT, readPage, renewPart } from './docs-parts.ts';
import { MONITORING_COMPONENTS, renewRunbooks, ruleFile } from './monitoring.ts';

for (const part of DOCS_PARTS) writeFileSync(new URL(part.page, ROOT), renewPart(readPage(part.page), part));
for (const file of MONITORING_COMPONENTS.map(ruleFile)) {
  writeFileSync(file, renewRunbooks(readFileSync(file, 'utf8')));
}
