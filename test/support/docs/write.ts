import { readFileSync, writeFileSync } from 'node:fs';
import { copyChartFiles } from '../chart/files.ts';
import { writeChartSchema } from '../chart/schema-file.ts';
import { MONITORING_COMPONENTS, renewRunbooks, ruleFile } from '../monitoring/components.ts';
import { configurationSchema, SCHEMA_FILE } from './configuration-schema.ts';
import { renewExamples } from './examples.ts';
import { DOCS_PARTS, docsPages, ROOT, readPage, renewPart } from './parts.ts';

for (const part of DOCS_PARTS) writeFileSync(new URL(part.page, ROOT), await renewPart(readPage(part.page), part));
for (const page of docsPages()) writeFileSync(new URL(page, ROOT), await renewExamples(readPage(page)));
for (const file of MONITORING_COMPONENTS.map(ruleFile)) {
  writeFileSync(file, renewRunbooks(readFileSync(file, 'utf8')));
}
copyChartFiles();
writeChartSchema();
writeFileSync(SCHEMA_FILE, configurationSchema());
