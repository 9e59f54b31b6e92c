import { writeSync } from 'node:fs';

/** Written to a channel of its own, so that what the program prints stays as it is. */
const CHANNEL = 3;

process.on('exit', () => {
  writeSync(CHANNEL, String(process.resourceUsage().maxRSS));
});
