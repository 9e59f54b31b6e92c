import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { archiveName, PLATFORMS } from '../../hack/executable/platforms.ts';
import { homebrewFormula } from '../../hack/release/homebrew.ts';
import { krewManifest } from '../../hack/release/krew.ts';
import { findRuby, pathOf, skipWithout } from '../support/processes/programs.ts';
import { runProgram } from '../support/processes/run-program.ts';

const SUM = 'ab'.repeat(32);
const RELEASE = {
  version: '1.2.3',
  repository: 'https://github.com/example/fargate-admission',
  checksums: PLATFORMS.map((platform) => `${SUM}  ${archiveName('1.2.3', platform)}\n`).join(''),
} as const;

/** What krew refuses, by the fields of its plugin manifest. Source: kubernetes-sigs/krew, internal/index/validation. */
describe('the krew manifest', () => {
  const manifest = parse(krewManifest(RELEASE));

  test('is a Plugin that is named as its file is', () => {
    assert.equal(manifest.apiVersion, 'krew.googlecontainertools.github.com/v1alpha2');
    assert.equal(manifest.kind, 'Plugin');
    assert.match(manifest.metadata.name, /^[\w-]+$/);
    assert.equal(manifest.metadata.name, 'fargate');
  });

  test('has a version with a v, and a short description of one line', () => {
    assert.equal(manifest.spec.version, 'v1.2.3');
    assert.match(manifest.spec.shortDescription, /^.{1,50}$/);
    assert.match(manifest.spec.homepage, /^https:\/\//);
  });

  test('has for each platform one archive with its checksum', () => {
    assert.equal(manifest.spec.platforms.length, PLATFORMS.length);
    for (const platform of manifest.spec.platforms) {
      assert.deepEqual(Object.keys(platform).toSorted(), ['bin', 'selector', 'sha256', 'uri']);
      assert.deepEqual(Object.keys(platform.selector.matchLabels), ['os', 'arch']);
      assert.match(
        platform.uri,
        /^https:\/\/github\.com\/example\/fargate-admission\/releases\/download\/v1\.2\.3\/.+\.tar\.gz$/,
      );
      assert.equal(platform.sha256, SUM);
    }
  });

  test('names the program as it lies in the archive, with .exe for Windows', () => {
    const programs = manifest.spec.platforms.map(
      (platform: { selector: { matchLabels: { os: string } }; bin: string }) => [
        platform.selector.matchLabels.os,
        platform.bin,
      ],
    );
    assert.deepEqual(Object.fromEntries(programs), {
      linux: 'fargate-admission',
      darwin: 'fargate-admission',
      windows: 'fargate-admission.exe',
    });
  });

  test('is not written where an archive has no checksum', () => {
    assert.throws(() => krewManifest({ ...RELEASE, checksums: '' }), {
      message: 'no checksum of fargate-admission_1.2.3_linux_amd64.tar.gz',
    });
  });
});

describe('the Homebrew formula', () => {
  const formula = homebrewFormula(RELEASE);

  test('has the name, the version and the description that Homebrew asks for', () => {
    assert.match(formula, /^class FargateAdmission < Formula\n {2}desc "[A-Z][^"]{1,78}[^".]"\n/);
    assert.match(formula, /^ {2}version "1\.2\.3"$/m);
    assert.match(formula, /^ {2}license "Apache-2\.0"$/m);
  });

  test('names for macOS and Linux, on both processors, the archive with its checksum', () => {
    const archives = [...formula.matchAll(/^ {6}url "(.+)"\n {6}sha256 "(.+)"$/gm)].map(([, url, sha256]) => [
      url,
      sha256,
    ]);
    const address = 'https://github.com/example/fargate-admission/releases/download/v1.2.3/fargate-admission_1.2.3';
    const systems = ['darwin_arm64', 'darwin_amd64', 'linux_arm64', 'linux_amd64'];
    assert.deepEqual(
      archives,
      systems.map((system) => [`${address}_${system}.tar.gz`, SUM]),
    );
    const blocks = formula.match(/^ +on_\w+/gm)?.map((line) => line.trim());
    assert.deepEqual(blocks, ['on_macos', 'on_arm', 'on_intel', 'on_linux', 'on_arm', 'on_intel']);
  });

  test('ends each block', () => {
    const opened = formula.match(/^(?:class|.* do$| {2}def)/gm)?.length;
    assert.equal(formula.match(/^ *end$/gm)?.length, opened);
  });

  test('installs the program, also as a plugin of kubectl', () => {
    assert.match(formula, /^ {4}bin\.install "fargate-admission"\n {4}bin\.install_symlink .+ => "kubectl-fargate"$/m);
  });

  test('is Ruby', { skip: skipWithout(findRuby()) }, async () => {
    const { code, stderr } = await runProgram(pathOf(findRuby()), ['-c', '-'], { input: formula });
    assert.equal(code, 0, stderr);
  });

  test('is not written where an archive has no checksum', () => {
    assert.throws(() => homebrewFormula({ ...RELEASE, checksums: '' }), { name: 'ReleaseError' });
  });
});
