import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { eventually } from '../eventually.ts';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { startDaemon } from './daemon.ts';

/** Starts a daemon that does nothing but hold a connection to a socket, and waits to be killed. */
const STARTER = `
  import { startDaemon } from ${JSON.stringify(new URL('daemon.ts', import.meta.url).href)};
  const [directory, socket] = process.argv.slice(1);
  const args = ['--eval', 'require("node:net").connect(process.argv[1])', socket];
  startDaemon({ name: 'daemon', command: process.execPath, args, env: {}, directory });
  setInterval(() => {}, 60_000);
`;

test('a daemon does not outlive the process that started it, even if that is killed', {
  timeout: 30_000,
}, async (context) => {
  const directory = await makeTemporaryFolder();
  const socket = `${directory.path}/socket`;
  const server = createServer().listen(socket);
  context.after(() => server.close());
  context.after(directory.remove);
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', STARTER, directory.path, socket]);
  const [connection] = await once(server, 'connection');
  starter.kill('SIGKILL');
  await once(connection, 'close');
});

test('a program that is not there is reported', async (context) => {
  const directory = await makeTemporaryFolder();
  context.after(directory.remove);
  const daemon = startDaemon({
    name: 'ghost',
    command: '/no/such/program',
    args: [],
    env: {},
    directory: directory.path,
  });
  await eventually(() => assert.throws(() => daemon.assertRunning(), /ghost could not be started: .*ENOENT/));
});
