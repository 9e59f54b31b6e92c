import { runProcess } from '../../src/run.ts';

void runProcess();
