import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readKustomization, strings } from '../manifests/load.ts';

const SCRIPT = fileURLToPath(new URL('../../certs/local-ca.ts', import.meta.url));

describe('certs/local-ca.ts', () => {
  let output = '';

  before(async () => {
    output = await mkdtemp(join(tmpdir(), 'fargate-admission-local-ca-'));
  });

  after(() => rm(output, { recursive: true }));

  test('writes every file that the overlay is made of, and no other', async () => {
    assert.equal((await run(['--cluster-name', 'demo', '--output', output])).code, 0);
    assert.deepEqual((await readdir(output)).toSorted(), filesOfOverlay().toSorted());
  });

  test('replaces what an earlier run has left, whatever its mode', async () => {
    const key = join(output, 'tls.key');
    const before = await readFile(key, 'utf8');
    await chmod(key, 0o644);
    assert.equal((await run(['--cluster-name', 'demo', '--output', output])).code, 0);
    assert.notEqual(await readFile(key, 'utf8'), before);
    assert.equal((await stat(key)).mode & 0o777, 0o600);
  });

  test('ends with 2 and says why when it is told too little', async () => {
    const { code, stderr } = await run([]);
    assert.equal(code, 2);
    assert.match(stderr, /^--cluster-name: is missing\n\nMakes a CA/);
  });
});

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT, ...args], (_error, _stdout, stderr) => {
      resolve({ code: child.exitCode, stderr });
    });
  });
}

function filesOfOverlay(): readonly string[] {
  const overlay = readKustomization('overlays/local-ca');
  const secrets = overlay
    .get('secretGenerator')
    .list()
    .flatMap((secret) => strings(secret.get('files')));
  const settings = overlay
    .get('configMapGenerator')
    .list()
    .flatMap((map) => strings(map.get('envs')));
  const patches = overlay
    .get('patches')
    .list()
    .map((patch) => patch.get('path').string() ?? '');
  return [...secrets, ...settings, ...patches].map((path) => path.replace('generated/', ''));
}
