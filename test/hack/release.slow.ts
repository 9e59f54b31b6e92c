import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { archiveName, PLATFORMS } from '../../hack/executable/platforms.ts';
import { releasedChangelog, releaseNotes } from '../../hack/release/notes.ts';
import { findAssets } from '../support/cluster/assets.ts';
import { CHANGELOG, releaseFolder, runScript, standIn } from '../support/release-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const IMAGE = `ghcr.io/example/fargate-admission@sha256:${'ab'.repeat(32)}`;

describe('check-version', () => {
  test('prints the version of a tag that fits package.json and the changelog, and writes it as an output', async (t) => {
    const folder = await releaseFolder(t);
    const output = join(folder, 'output');
    assert.equal((await runScript(folder, ['hack/release/check-version.ts', 'v1.2.3', output])).stdout, '1.2.3\n');
    assert.equal(await readFile(output, 'utf8'), 'version=1.2.3\n');
  });

  test('refuses a tag of another version', async (t) => {
    const { code, stderr } = await runScript(await releaseFolder(t), ['hack/release/check-version.ts', 'v1.2.4']);
    assert.deepEqual([code, stderr], [1, 'tag v1.2.4: package.json has version 1.2.3; fix: tag v1.2.3\n']);
  });

  test('refuses a file of another version, and names it', async (t) => {
    const folder = await releaseFolder(t);
    const chart = join(folder, 'manifests/chart/Chart.yaml');
    await writeFile(chart, (await readFile(chart, 'utf8')).replace('appVersion: 1.2.3', 'appVersion: 1.2.2'));
    const { code, stderr } = await runScript(folder, ['hack/release/check-version.ts', 'v1.2.3']);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^manifests\/chart\/Chart\.yaml: 1\.2\.3, 1\.2\.2, 1\.2\.3, not 1\.2\.3; fix: npm run release:prepare -- 1\.2\.3\n$/,
    );
  });

  test('refuses a version that the changelog does not have', async (t) => {
    const folder = await releaseFolder(t);
    await writeFile(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n- The answer.\n');
    const { code, stderr } = await runScript(folder, ['hack/release/check-version.ts', 'v1.2.3']);
    assert.equal(code, 1);
    assert.match(stderr, /^CHANGELOG\.md has no section 1\.2\.3; fix: /);
  });
});

describe('prepare', () => {
  test('leaves no other version in any file that names the version of the project', async (t) => {
    const folder = await releaseFolder(t);
    const { stdout } = await runScript(folder, ['hack/release/check-version.ts', 'v1.2.3']);
    assert.equal(stdout, '1.2.3\n');
    const files = globSync(['package.json', 'manifests/**/*.yaml'], { cwd: folder });
    const old = files.filter((path) =>
      /(version|image|Tag).*\b0\.1\.0\b/.test(readFileSync(join(folder, path), 'utf8')),
    );
    assert.ok(files.length > 20);
    assert.deepEqual(old, []);
  });

  test('heads what is unreleased with version and date', () => {
    assert.equal(
      releasedChangelog('# Changelog\n\n## Unreleased\n\n- The answer.\n', '1.2.3', '2026-01-31'),
      '# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-01-31\n\n- The answer.\n',
    );
  });

  test('refuses what is no version', async (t) => {
    const { code, stderr } = await runScript(await releaseFolder(t), ['hack/release/prepare.ts', 'v1.2.3']);
    assert.deepEqual([code, stderr], [1, 'v1.2.3: no version; fix: three numbers, as in 1.2.3\n']);
  });
});

describe('the notes of a release', () => {
  test('are the section of the changelog, and no other', async (t) => {
    const { stdout } = await runScript(await releaseFolder(t), ['hack/release/print-notes.ts', '1.2.3']);
    assert.equal(stdout, '### Added\n\n- The answer.\n');
  });

  test('of the last section go to the end of the file', () => {
    assert.equal(releaseNotes(CHANGELOG, '1.2.2'), '- The question.\n');
  });

  test('are never empty', () => {
    assert.throws(() => releaseNotes('## 1.2.3 - 2026-01-31\n\n## 1.2.2 - 2026-01-30\n', '1.2.3'), {
      message: 'CHANGELOG.md says nothing about 1.2.3',
    });
  });
});

describe('a release on GitHub', { skip: skipWithoutKubectl() }, () => {
  test('has manifests with the digest of the image, an SBOM, checksums, and what krew and Homebrew need', async (t) => {
    const folder = await releaseFolder(t);
    const assets = await temporaryFolder(t);
    for (const platform of PLATFORMS) await writeFile(join(assets, archiveName('1.2.3', platform)), platform.os);
    const { code, stderr } = await runScript(folder, ['hack/release/assemble.sh', assets, IMAGE], kubectlFolder());
    assert.equal(code, 0, stderr);
    assert.deepEqual((await readdir(assets)).toSorted(), [
      'checksums.txt',
      'fargate-admission.rb',
      'fargate-admission_1.2.3_darwin_amd64.tar.gz',
      'fargate-admission_1.2.3_darwin_arm64.tar.gz',
      'fargate-admission_1.2.3_linux_amd64.tar.gz',
      'fargate-admission_1.2.3_linux_arm64.tar.gz',
      'fargate-admission_1.2.3_windows_amd64.tar.gz',
      'fargate.yaml',
      'install-cert-manager.yaml',
      'install-self-signed.yaml',
      'sbom.cdx.json',
    ]);
    assert.equal((await readFile(join(assets, 'checksums.txt'), 'utf8')).trimEnd().split('\n').length, 8);
    assert.match(
      await readFile(join(assets, 'fargate.yaml'), 'utf8'),
      /fargate-admission_1\.2\.3_linux_arm64\.tar\.gz/,
    );
    assert.match(
      await readFile(join(assets, 'fargate-admission.rb'), 'utf8'),
      /^ {6}url "https:\/\/github\.com\/[^"]+\/v1\.2\.3\/fargate-admission_1\.2\.3_darwin_arm64\.tar\.gz"$/m,
    );
    const sbom = JSON.parse(await readFile(join(assets, 'sbom.cdx.json'), 'utf8'));
    assert.equal(sbom.metadata.component['bom-ref'], 'fargate-admission@1.2.3');
  });
});

describe('install.yaml', { skip: skipWithoutKubectl() }, () => {
  for (const overlay of ['self-signed', 'cert-manager']) {
    test(`of ${overlay} names the image by digest, and a cluster that has to be replaced`, async (t) => {
      const folder = await releaseFolder(t);
      const args = ['hack/release/install-manifest.ts', overlay, IMAGE];
      const { stdout, stderr } = await runScript(folder, args, kubectlFolder());
      assert.match(stdout, new RegExp(`^# Fargate Admission 1\\.2\\.3, certificates: ${overlay}\\.$`, 'm'), stderr);
      const objects = parseAllDocuments(stdout).map((document) => document.toJS());
      const deployment = objects.find(({ kind }) => kind === 'Deployment');
      assert.deepEqual(
        deployment.spec.template.spec.containers.map(({ image }: { image: string }) => image),
        [IMAGE],
      );
      const settings = objects.find(({ kind }) => kind === 'ConfigMap');
      assert.equal(settings.data.FARGATE_ADMISSION_CLUSTER_NAME, '<cluster-name>');
      assert.ok(objects.some(({ kind }) => kind === 'MutatingWebhookConfiguration'));
    });
  }

  test('is not written with an image that has no digest', async (t) => {
    const args = ['hack/release/install-manifest.ts', 'self-signed', 'ghcr.io/example/fargate-admission:1.2.3'];
    const { code, stderr } = await runScript(await releaseFolder(t), args);
    assert.equal(code, 1);
    assert.match(stderr, /no image with a digest; fix: IMAGE@sha256:DIGEST\n$/);
  });
});

describe('publish', () => {
  test('makes a draft with all files and the notes, and then shows it', async (t) => {
    const folder = await releaseFolder(t);
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/checksums.txt'), '');
    await standIn(folder, 'gh');
    const { code } = await runScript(folder, ['hack/release/publish.sh', 'v1.2.3', 'assets'], join(folder, 'bin'));
    assert.equal(code, 0);
    assert.deepEqual(readFileSync(join(folder, 'bin/calls'), 'utf8').trimEnd().split('\n'), [
      'gh release create v1.2.3 --verify-tag --draft --title v1.2.3 --notes ### Added',
      '',
      `- The answer. ${folder}/assets/checksums.txt`,
      'gh release edit v1.2.3 --draft=false',
    ]);
  });

  test('publishes nothing of a version that the changelog does not have', async (t) => {
    const folder = await releaseFolder(t);
    await mkdir(join(folder, 'assets'));
    await standIn(folder, 'gh');
    const { code } = await runScript(folder, ['hack/release/publish.sh', 'v9.9.9', 'assets'], join(folder, 'bin'));
    assert.equal(code, 1);
    assert.ok(!(await readdir(join(folder, 'bin'))).includes('calls'));
  });
});

describe('push-chart', () => {
  const digest = `sha256:${'cd'.repeat(32)}`;
  const push = `if [ "$1" = package ]; then touch "$4/fargate-admission-1.2.3.tgz"; fi
if [ "$1" = push ]; then printf 'Pushed: x\\nDigest: ${digest}\\n' >&2; fi`;

  test('signs the digest that the registry has', async (t) => {
    const folder = await releaseFolder(t);
    await standIn(folder, 'helm', push);
    await standIn(folder, 'cosign');
    await runScript(folder, ['hack/release/push-chart.sh', 'ghcr.io/example/charts'], join(folder, 'bin'));
    const calls = readFileSync(join(folder, 'bin/calls'), 'utf8').trimEnd().split('\n');
    assert.equal(calls.at(-1), `cosign sign --yes ghcr.io/example/charts/fargate-admission@${digest}`);
  });

  test('fails where nothing was pushed', async (t) => {
    const folder = await releaseFolder(t);
    await standIn(folder, 'helm', 'touch "$4/fargate-admission-1.2.3.tgz" 2>/dev/null || exit 0');
    await standIn(folder, 'cosign');
    const { code, stderr } = await runScript(folder, ['hack/release/push-chart.sh', 'x'], join(folder, 'bin'));
    assert.deepEqual([code, stderr], [1, 'helm push printed no digest\n']);
  });
});

describe('with-control-plane', () => {
  test('runs a command with the programs that setup-envtest has for the version', async (t) => {
    const folder = await releaseFolder(t);
    await standIn(folder, 'go', 'echo /assets');
    const args = ['hack/with-control-plane.sh', '1.32', 'sh', '-c', 'echo $KUBEBUILDER_ASSETS $TEST_E2E_REQUIRED'];
    const { stdout } = await runScript(folder, args, join(folder, 'bin'));
    assert.equal(stdout, '/assets true\n');
    assert.match(
      readFileSync(join(folder, 'bin/calls'), 'utf8'),
      /^go run .*\/setup-envtest@v[\d.]+ use --print path 1\.32\.x\n$/,
    );
  });
});

/** The control plane's, else the one on the PATH. */
function kubectlFolder(): string | undefined {
  const assets = findAssets();
  return assets.kind === 'found' ? assets.directory : undefined;
}

function skipWithoutKubectl(): string | false {
  if (kubectlFolder() !== undefined) return false;
  const onPath = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'kubectl')));
  return onPath ? false : 'no kubectl to render with';
}
