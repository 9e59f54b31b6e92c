import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { issuePair } from '../src/tls/issue.ts';
import { awsEnvironment } from './support/eks/aws-environment.ts';
import { readDockerfile } from './support/package/dockerfile.ts';
import { filesWithPrivateKey } from './support/package/private-key.ts';
import { outputOf, ownEnvironment, runNpm, runProgram } from './support/processes/run-program.ts';
import { startWebhookProcess } from './support/processes/webhook-process.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NPM_FLAGS = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
const dockerfile = readDockerfile(join(ROOT, 'Dockerfile'));

/** Writes each file that is loaded to standard error. */
const TELL_FILES = `--import=data:text/javascript,${encodeURIComponent(`import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => {
  if (url.startsWith('file:')) process.stderr.write(url + '\\n');
  return next(url, context);
} });`)}`;

let workspace = '';
let image = '';
let installed = '';

before(async () => {
  workspace = (await makeTemporaryFolder()).path;
  image = join(workspace, 'image');
  installed = join(workspace, 'installed');
  await Promise.all([build(), installDependencies()]);
  await mkdir(image);
  for (const { stage, path } of dockerfile.imageCopies) await rename(join(workspace, stage, path), join(image, path));
});

/** The stage `build`, with the dependencies that are installed here, and the npm package, whose prepack is the same build. */
async function build(): Promise<void> {
  const folder = join(workspace, 'build');
  const shipped = [
    'docs/reference/configuration.schema.json',
    'manifests/examples',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
  ];
  for (const path of [...dockerfile.contextCopies, ...shipped]) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await runNpm(['pack', `--pack-destination=${workspace}`], folder);
  const tarball = (await readdir(workspace)).find((name) => name.endsWith('.tgz')) ?? '';
  await mkdir(installed);
  await runNpm(['install', `--prefix=${installed}`, ...NPM_FLAGS, join(workspace, tarball)], installed);
}

/** The stage `dependencies`, with the Dockerfile's own command. */
async function installDependencies(): Promise<void> {
  const folder = join(workspace, 'dependencies');
  for (const name of ['package.json', 'package-lock.json']) await cp(join(ROOT, name), join(folder, name));
  await runNpm([...dockerfile.dependenciesCommand, ...NPM_FLAGS], folder);
}

describe('the image', () => {
  test('holds production dependencies and compiled output, and no sources', async () => {
    assert.deepEqual((await readdir(image)).toSorted(), ['dist', 'node_modules', 'package.json']);
    const compiled = await readdir(join(image, 'dist'), { recursive: true });
    assert.deepEqual(
      compiled.filter((name) => name.endsWith('.ts')),
      [],
    );
    const packages = await readdir(join(image, 'node_modules'));
    assert.ok(packages.includes('express'));
    assert.ok(!packages.includes('typescript'));
  });

  test('holds what the page of an audit is made of, as the npm package does', async () => {
    const assets = (await readdir(join(ROOT, 'src/audit/page/assets'))).toSorted();
    const ofImage = await readdir(join(image, 'dist/audit/page/assets'));
    const ofPackage = await readdir(join(installed, 'node_modules/fargate-admission/dist/audit/page/assets'));
    assert.deepEqual(ofImage.toSorted(), assets);
    assert.deepEqual(ofPackage.toSorted(), assets);
  });

  test('holds the finished playground, as the npm package does', async () => {
    const ofImage = await readFile(join(image, 'dist/playground/playground.html'), 'utf8');
    const ofPackage = join(installed, 'node_modules/fargate-admission/dist/playground/playground.html');
    assert.match(ofImage, /^<!doctype html>/);
    assert.equal(await readFile(ofPackage, 'utf8'), ofImage);
  });

  test('holds a program that the shell can start, as npx does in a clone', async () => {
    assert.equal((await stat(join(image, 'dist/main.js'))).mode & 0o111, 0o111);
  });

  test('holds no private key', async () => {
    assert.deepEqual(await filesWithPrivateKey(image), []);
  });

  test('runs as a user without rights, without a shell', () => {
    assert.match(dockerfile.imageBase, /^gcr\.io\/distroless\/nodejs24-/);
    assert.equal(dockerfile.imageUser, '65532:65532');
  });

  test('prints its version', async () => {
    const stdout = await outputOf(process.execPath, ['dist/main.js', '--version'], { cwd: image });
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  });

  test('leaves out the packages of --aws-checks, and says so', async () => {
    const env = { ...awsEnvironment('http://127.0.0.1:1') };
    const args = ['dist/main.js', 'audit', '--aws-checks', '--cluster-name=demo'];
    const { code, stderr } = await runProgram(process.execPath, args, { cwd: image, env });
    assert.equal(code, 2);
    assert.match(stderr, /^--aws-checks: this installation has no @aws-sdk\/client-ec2, /);
  });

  test('becomes ready with a certificate and profiles from a file, and stops at SIGTERM', async () => {
    const files = await writeServeFiles(join(workspace, 'serve'));
    const flags = [
      `--profiles=${files.profiles}`,
      `--tls-cert-file=${files.certificate}`,
      `--tls-key-file=${files.key}`,
    ];
    const webhook = await startWebhookProcess({
      entry: join(image, 'dist/main.js'),
      flags: [...flags, '--quiet-period=0s'],
    });
    assert.equal(await webhook.stop(), 0);
  });

  test('is built from what .dockerignore lets through, and that is no more than what is copied', async () => {
    assert.deepEqual(dockerfile.allowedContext.toSorted(), dockerfile.contextCopies.toSorted());
  });
});

describe('the npm package', () => {
  test('brings a program that runs', async () => {
    const program = join(installed, 'node_modules/.bin/fargate-admission');
    const env = ownEnvironment(dirname(process.execPath));
    const stdout = await outputOf(program, ['--help'], { cwd: installed, env });
    assert.match(stdout, /^Usage: fargate-admission /);
  });

  test('checks a file with one file of its own, and loads no package that has no part in it', async () => {
    const folder = await makeTemporaryFolder();
    const profiles = join(folder.path, 'profiles.json');
    await writeFile(profiles, JSON.stringify({ fargateProfileName: 'web', selectors: [{ namespace: 'web' }] }));
    const program = join(installed, 'node_modules/fargate-admission/dist/main.js');
    const manifest = join(ROOT, 'test/fixtures/workloads/host-network.yaml');
    const args = [TELL_FILES, program, 'check', '-f', manifest, `--profiles=${profiles}`];
    const { stderr } = await runProgram(process.execPath, args, { cwd: installed });
    const files = stderr.split('\n').map((line) => line.replace(/^.*\/node_modules\//, ''));
    const own = files.filter((name) => name.startsWith('fargate-admission/'));
    const packages = files.filter((name) => !name.startsWith('fargate-admission/')).map((name) => name.split('/')[0]);
    assert.deepEqual(own, ['fargate-admission/dist/main.js', 'fargate-admission/dist/program/program.cjs']);
    assert.deepEqual([...new Set(packages)].toSorted(), ['', 'commander', 'js-yaml']);
  });

  test('names the lines of the sources in a stack', async () => {
    const folder = join(installed, 'node_modules/fargate-admission/dist/program');
    const { sources, sourcesContent } = JSON.parse(await readFile(join(folder, 'program.cjs.map'), 'utf8'));
    assert.ok(sources.some((path: string) => path.endsWith('src/fargate/prediction.ts')));
    assert.equal(sourcesContent.length, sources.length);
  });

  test('holds compiled output and the examples, and neither sources nor a private key', async () => {
    const folder = join(installed, 'node_modules/fargate-admission');
    const names = await readdir(folder);
    assert.deepEqual(names.toSorted(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'manifests',
      'package.json',
    ]);
    assert.deepEqual(await readdir(join(folder, 'docs'), { recursive: true }), [
      'reference',
      'reference/configuration.schema.json',
    ]);
    assert.deepEqual(await readdir(join(folder, 'manifests')), ['examples']);
    assert.deepEqual(await filesWithPrivateKey(folder), []);
  });
});

async function writeServeFiles(folder: string) {
  const [profiles, certificate, key] = [
    join(folder, 'profiles.json'),
    join(folder, 'tls.crt'),
    join(folder, 'tls.key'),
  ];
  const pair = await issuePair({ hosts: ['localhost'], nowMs: Date.now(), validDays: 1 });
  const profile = { fargateProfileName: 'web', clusterName: 'demo', selectors: [{ namespace: 'web' }] };
  await mkdir(folder);
  await writeFile(profiles, JSON.stringify(profile));
  await writeFile(certificate, pair.certificatePem);
  await writeFile(key, pair.keyPem, { mode: 0o600 });
  return { profiles, certificate, key };
}
