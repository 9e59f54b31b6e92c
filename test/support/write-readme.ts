import { readFileSync, writeFileSync } from 'node:fs';
import { README, renewReadme } from './readme-parts.ts';

writeFileSync(README, renewReadme(readFileSync(README, 'utf8')));
