import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { archiveName, PLATFORMS } from '../../hack/executable/platforms.ts';
import { krewManifest } from '../../hack/release/krew.ts';

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
