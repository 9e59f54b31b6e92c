import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Loaded into the server before its own code: SIGUSR2 has it give back all memory that nothing refers to.
setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');
process.on('SIGUSR2', () => {
  if (typeof collectGarbage === 'function') collectGarbage();
});
