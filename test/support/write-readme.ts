import { readFileSync, writeFileSync } from 'node:fs';
import { MONITORING_COMPONENTS, renewRunbooks, ruleFile } from './monitoring.ts';
import { README, renewReadme } from './readme-parts.ts';

writeFileSync(README, renewReadme(readFileSync(README, 'utf8')));
for (const file of MONITORING_COMPONENTS.map(ruleFile)) {
  writeFileSync(file, renewRunbooks(readFileSync(file, 'utf8')));
}
