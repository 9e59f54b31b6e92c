import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AMONG_SOURCES, writePlayground } from './bundle.ts';

const { values } = parseArgs({ options: { output: { type: 'string', default: AMONG_SOURCES } } });
writePlayground(resolve(values.output));
