import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readKustomization, strings } from '../support/manifests.ts';
import { type ProgramResult, runProgram } from '../support/processes/run-program.ts';
import { useTemporaryFolder } from '../support/temporary-folder.ts';

const FIRST_RUN = [
  '--cluster-name',
  'demo',
  '--role-arn',
  'none',
  '--image',
  'registry.example/fargate-admission:0.1.0',
];
const SCRIPT = fileURLToPath(new URL('../../certs/local-ca.ts', import.meta.url));

describe('certs/local-ca.ts', () => {
  const outputFolder = useTemporaryFolder();
  let output = '';

  before(() => {
    output = outputFolder();
  });

  test('writes every file that the overlay is made of, and no other', async () => {
    assert.equal((await run([...FIRST_RUN, '--output', output])).code, 0);
    // Besides, the certificate as a file of its own, and what the next run keeps.
    const others = ['tls.crt', 'tls.key', 'ca.crt', 'options.json'];
    assert.deepEqual((await readdir(output)).toSorted(), [...filesOfOverlay(), ...others].toSorted());
  });

  test('replaces what an earlier run has left, whatever its mode', async () => {
    const key = join(output, 'tls.key');
    const before = await readFile(key, 'utf8');
    await chmod(key, 0o644);
    assert.equal((await run([...FIRST_RUN, '--output', output])).code, 0);
    assert.notEqual(await readFile(key, 'utf8'), before);
    assert.equal((await stat(key)).mode & 0o777, 0o600);
  });

  test('keeps image, role and cluster of the last run when it is given none: the yearly renewal', async () => {
    const others = ['settings.env', 'service-account.json', 'options.json'];
    const texts = () => Promise.all(others.map((name) => readFile(join(output, name), 'utf8')));
    const before = await texts();
    assert.equal((await run(['--output', output])).code, 0);
    assert.deepEqual(await texts(), before);
    const { containers } = JSON.parse(await readFile(join(output, 'deployment.json'), 'utf8')).spec.template.spec;
    assert.equal(containers[0].image, 'registry.example/fargate-admission:0.1.0');
  });

  test('ends with 2, says why and writes nothing where neither options nor an earlier run say what is installed', async () => {
    const folder = join(output, 'never');
    const { code, stderr } = await run(['--cluster-name', 'demo', '--output', folder]);
    assert.equal(code, 2);
    assert.match(stderr, /^--role-arn: is missing[^\n]+\n--image: is missing[^\n]+\n\nMakes a CA/);
    await assert.rejects(stat(folder), { code: 'ENOENT' });
  });

  test('ends with 2 where what the last run left is not readable', async () => {
    const folder = await mkdtemp(join(output, 'broken-'));
    await writeFile(join(folder, 'options.json'), '["demo"]');
    const { code, stderr } = await run(['--output', folder]);
    assert.equal(code, 2);
    assert.match(stderr, /options\.json: [^\n]+; fix: delete it, and give every option\n/);
  });
});

function run(args: readonly string[]): Promise<ProgramResult> {
  return runProgram(process.execPath, [SCRIPT, ...args]);
}

function filesOfOverlay(): readonly string[] {
  const overlay = readKustomization('overlays/local-ca');
  const resources = strings(overlay.get('resources')).filter((path) => path.startsWith('generated/'));
  const settings = overlay
    .get('configMapGenerator')
    .list()
    .flatMap((map) => strings(map.get('envs')));
  const patches = overlay
    .get('patches')
    .list()
    .map((patch) => patch.get('path').string() ?? '');
  return [...resources, ...settings, ...patches].map((path) => path.replace('generated/', ''));
}
