import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ImpossibleSelector } from '../../src/fargate/selectors.ts';
import { createFileSource } from '../../src/profiles/file-source.ts';
import type { ForeignProfile } from '../../src/profiles/placed-profiles.ts';
import {
  assertRejects,
  BATCH_YAML,
  folderWith,
  LOAD_OPTIONS,
  NAMESPACE,
  namesAt,
  namesIn,
  WEB_YAML,
} from '../support/profile-files.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/profiles', import.meta.url));

describe('a folder', () => {
  test('is read file by file, in every form that a profile is written in', async () => {
    assert.deepEqual(await namesAt(FIXTURES), [
      'ack-shop',
      'wanted',
      'described',
      'cdk-web',
      'cloudformation-shop',
      'Batch',
      'cluster-api-shop',
      'crossplane-shop',
      'listed',
      'eksctl-shop',
      'eksctl-batch',
      'pulumi-shop',
      'pulumi-night',
      'pulumi-edge',
      'pulumi-ledger',
      'pulumi-secret',
      'pulumi-native',
      'shop',
      'batch',
      'edge',
      'state',
      'upbound-namespaced-shop',
      'upbound-shop',
    ]);
  });

  test('of a mounted ConfigMap is read through its symlinks, once', async (t) => {
    const folder = await folderWith(t, {});
    await mkdir(join(folder, '..2026_01_15'));
    await writeFile(join(folder, '..2026_01_15', 'web.yaml'), WEB_YAML);
    await symlink('..2026_01_15', join(folder, '..data'));
    await symlink('..data/web.yaml', join(folder, 'web.yaml'));

    assert.deepEqual(await namesAt(folder), ['web']);
  });

  test('may hold files of other kinds', async (t) => {
    const folder = await folderWith(t, { 'web.yml': WEB_YAML, '._web.yml': '\0', 'README.md': '# Profiles' });

    assert.deepEqual(await namesAt(folder), ['web']);
  });

  test('is read with the folders in it, hidden ones too', async (t) => {
    const folder = await folderWith(t, { 'web.yml': WEB_YAML });
    await mkdir(join(folder, '.batch'));
    await writeFile(join(folder, '.batch', 'batch.yaml'), BATCH_YAML);

    assert.deepEqual(await namesAt(folder), ['batch', 'web']);
  });

  test('may hold the file of kustomize, which need not say what it is', async (t) => {
    const folder = await folderWith(t, { 'kustomization.yaml': 'resources: [web.yaml]\n', 'web.yaml': WEB_YAML });

    assert.deepEqual(await namesAt(folder), ['web']);
  });

  test('may hold files with nothing but Kubernetes objects of other kinds', async (t) => {
    const folder = await folderWith(t, { 'namespace.yaml': NAMESPACE, 'web.yaml': `${NAMESPACE}---\n${WEB_YAML}` });

    assert.deepEqual(await namesAt(folder), ['web']);
  });

  test('that cdk synth has written is read for its templates alone, those of its stages too', async (t) => {
    const template = (name: string) =>
      `{"Resources": {"P": {"Type": "AWS::EKS::FargateProfile", "Properties": {"FargateProfileName": "${name}", "Selectors": [{"Namespace": "a"}]}}}}`;
    const folder = await folderWith(t, {
      'cdk.out': '{"version":"48.0.0"}',
      'manifest.json': '{"artifacts": {}}',
      'App.template.json': template('app'),
      'Other.template.json': '{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}',
    });
    await mkdir(join(folder, 'assembly-Prod'));
    await writeFile(join(folder, 'assembly-Prod', 'ProdApp.template.json'), template('prod'));
    await writeFile(join(folder, 'assembly-Prod', 'manifest.json'), '{"artifacts": {}}');

    assert.deepEqual(await namesAt(folder), ['app', 'prod']);
  });

  test('without any profile is broken', async (t) => {
    const folder = await folderWith(t, { 'namespace.yaml': NAMESPACE });

    await assertRejects(folder, `${folder}: no file in this folder holds Fargate profiles`);
  });

  test('with an empty file is broken, whatever the others hold', async (t) => {
    const folder = await folderWith(t, { 'web.yaml': WEB_YAML, 'batch.yaml': '' });

    await assertRejects(folder, `${folder}/batch.yaml: holds no Fargate profile; a file that means none says []`);
  });

  test('that does not exist is reported with the error of the system', async (t) => {
    const path = join(await folderWith(t, {}), 'none');

    await assertRejects(path, `${path}: cannot be read: ENOENT: no such file or directory`);
  });
});

describe('a file', () => {
  test('may hold several documents, empty ones among them', async (t) => {
    assert.deepEqual(await namesIn(t, 'profiles.yaml', `---\n${WEB_YAML}---\n---\n${NAMESPACE}---\n${BATCH_YAML}`), [
      'web',
      'batch',
    ]);
  });

  test('may say that there are no profiles', async (t) => {
    assert.deepEqual(await namesIn(t, 'profiles.yaml', '[]\n'), []);
    assert.deepEqual(await namesIn(t, 'profiles.json', '[]'), []);
  });

  test('may have any name, and hold JSON all the same', async (t) => {
    assert.deepEqual(
      await namesIn(t, 'profiles', '{\n\t"fargateProfileName": "web",\n\t"selectors": [{"namespace": "shop"}]\n}\n'),
      ['web'],
    );
  });

  test('may hold what a loop of aws eks describe-fargate-profile prints, or a list of it', async (t) => {
    const described = ['a', 'b'].map((name) => ({
      fargateProfile: { fargateProfileName: name, selectors: [{ namespace: name }], status: 'ACTIVE' },
    }));
    const inARow = described.map((one) => JSON.stringify(one, undefined, 4)).join('\n');

    assert.deepEqual(await namesIn(t, 'profiles.json', inARow), ['a', 'b']);
    assert.deepEqual(await namesIn(t, 'profiles.json', JSON.stringify(described)), ['a', 'b']);
  });

  test('may use anchors and merge keys', async (t) => {
    const text = `
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
fargateProfiles:
  - &web { name: web, selectors: [{ namespace: shop }] }
  - { <<: *web, name: api }
`;
    assert.deepEqual(await namesIn(t, 'cluster.yaml', text), ['web', 'api']);
  });
});

describe('a document of an operator that is not known', () => {
  const FOREIGN = 'apiVersion: fargate.example.com/v1\nkind: FargateProfile\nmetadata: {name: p7}\n';

  test('is reported once, and makes no profile', async (t) => {
    const folder = await folderWith(t, { 'a.yaml': WEB_YAML, 'b.yaml': FOREIGN });
    const unread: string[] = [];
    const source = createFileSource({
      path: folder,
      clusterName: undefined,
      readInput: async () => '',
      onForeignProfile: () => {},
      onImpossibleSelector: () => {},
      onUnreadProfile: (reason) => unread.push(reason),
    });

    await source.load(LOAD_OPTIONS);
    const profiles = await source.load(LOAD_OPTIONS);

    assert.equal(profiles.length, 1);
    assert.equal(unread.length, 1);
    assert.match(
      unread[0] ?? '',
      /b\.yaml, document 1: FargateProfile of "fargate\.example\.com\/v1" is of an operator /,
    );
  });
});

describe('two profiles of one name', () => {
  test('are an error that names both places', async (t) => {
    const folder = await folderWith(t, { 'a.yaml': WEB_YAML, 'b.yaml': `${BATCH_YAML}---\n${WEB_YAML}` });

    await assertRejects(
      folder,
      `profile "web" is in ${folder}/a.yaml, document 1 and again in ${folder}/b.yaml, document 2`,
    );
  });

  test('are fine when one is of another cluster', async (t) => {
    const folder = await folderWith(t, {
      'a.yaml': `${WEB_YAML}clusterName: other\n`,
      'b.yaml': `${WEB_YAML}clusterName: demo\n`,
    });

    assert.deepEqual(await namesAt(folder, 'demo'), ['web']);
  });
});

describe('with the name of our cluster', () => {
  test('profiles of others are ignored, and reported once; those that do not say whose they are stay', async (t) => {
    const folder = await folderWith(t, { 'a.yaml': WEB_YAML, 'b.yaml': `${BATCH_YAML}clusterName: other\n` });
    const foreign: ForeignProfile[] = [];
    const source = createFileSource({
      path: folder,
      clusterName: 'demo',
      readInput: async () => '',
      onForeignProfile: (profile) => foreign.push(profile),
      onImpossibleSelector: () => {},
      onUnreadProfile: () => {},
    });

    const first = await source.load(LOAD_OPTIONS);
    await source.load(LOAD_OPTIONS);

    assert.deepEqual(
      first.map(({ name }) => name),
      ['web'],
    );
    assert.deepEqual(foreign, [{ name: 'batch', clusterName: 'other' }]);
  });

  test('a file with profiles of others only is not broken', async (t) => {
    const folder = await folderWith(t, { 'a.yaml': `${WEB_YAML}clusterName: other\n` });

    assert.deepEqual(await namesAt(folder, 'demo'), []);
  });
});

test('a selector that no pod can match is reported once, and the profile counts', async (t) => {
  const folder = await folderWith(t, { 'a.yaml': `fargateProfileName: web\nselectors: [{namespace: "$(NS)"}]\n` });
  const impossible: ImpossibleSelector[] = [];
  const source = createFileSource({
    path: folder,
    clusterName: undefined,
    readInput: async () => '',
    onForeignProfile: () => {},
    onImpossibleSelector: (selector) => impossible.push(selector),
    onUnreadProfile: () => {},
  });

  await source.load(LOAD_OPTIONS);
  const again = await source.load(LOAD_OPTIONS);

  assert.equal(again.length, 1);
  const reason = 'no namespace can match "$(NS)": it looks like a variable that was not expanded';
  assert.deepEqual(impossible, [{ profileName: 'web', selectorIndex: 0, reason }]);
});
