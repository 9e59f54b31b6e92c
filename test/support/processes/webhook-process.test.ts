import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { useTemporaryFolder } from '../temporary-folder.ts';
import { startWebhookProcess } from './webhook-process.ts';

/** Answers probes as the server does, and logs its arguments, one variable and the signal that ends it. */
const SERVER = `
  import { createServer } from 'node:http';
  const log = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
  log({ msg: 'started', command: process.argv[2], flags: process.argv.slice(3, 4), level: process.env.FARGATE_ADMISSION_LOG_LEVEL });
  const opsPort = Number(process.argv.at(-1).split('=')[1]);
  createServer((request, response) => response.end('ok')).listen(opsPort, '127.0.0.1');
  process.once('SIGTERM', () => {
    log({ msg: 'drained' });
    process.exit(0);
  });
`;

describe('the webhook process', () => {
  const folder = useTemporaryFolder();

  async function writeEntry(name: string, source: string): Promise<string> {
    const entry = join(folder(), name);
    await writeFile(entry, source);
    return entry;
  }

  test('runs until it is stopped, and keeps its log', async () => {
    const entry = await writeEntry('server.mjs', SERVER);
    const env = { FARGATE_ADMISSION_LOG_LEVEL: 'debug' };
    const webhook = await startWebhookProcess({ entry, flags: ['--quiet-period=0s'], env });
    const code = await webhook.stop();
    assert.equal(code, 0);
    assert.deepEqual(webhook.logLines(), [
      { msg: 'started', command: 'serve', flags: ['--quiet-period=0s'], level: 'debug' },
      { msg: 'drained' },
    ]);
  });

  test('is reported with its last words when it ends before it is ready', async () => {
    const entry = await writeEntry('broken.mjs', "console.error('--profiles: no such file'); process.exitCode = 2;");
    await assert.rejects(startWebhookProcess({ entry, flags: [] }), {
      name: 'DaemonExitedError',
      message: 'webhook exited with code 2; the end of its output:\n--profiles: no such file',
    });
  });

  test('is started again when another process took its port first', async () => {
    const runs = join(folder(), 'runs');
    const entry = await writeEntry(
      'unlucky.mjs',
      `import { appendFileSync, statSync } from 'node:fs';
       appendFileSync(${JSON.stringify(runs)}, 'x');
       if (statSync(${JSON.stringify(runs)}).size === 1) throw new Error('listen EADDRINUSE');
       ${SERVER}`,
    );
    const webhook = await startWebhookProcess({ entry, flags: [] });
    assert.equal(await webhook.stop(), 0);
  });
});
