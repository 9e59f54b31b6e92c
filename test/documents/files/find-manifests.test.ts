import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findManifests } from '../../../src/documents/files/find-manifests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function folderOf(t: TestContext, names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), 'a: 1\n');
  }
  return folder;
}

async function found(folder: string, path = folder): Promise<readonly string[]> {
  const short = (text: string) => text.replaceAll(`${folder}/`, '');
  const { files, errors } = await findManifests(path);
  return [...files.map(({ name }) => short(name)), ...errors.map(({ message }) => short(message))];
}

describe('a folder to check', () => {
  test('is searched for YAML and JSON with all that is in it, in the order of names', async (t) => {
    const folder = await folderOf(t, ['b.yml', 'a.yaml', 'c/d/e.json', 'c/b.yaml', 'README.md', 'values.tpl']);
    assert.deepEqual(await found(folder), ['a.yaml', 'b.yml', 'c/b.yaml', 'c/d/e.json']);
  });

  test('is searched in hidden folders too, but not in those that tools keep for themselves', async (t) => {
    const folder = await folderOf(t, [
      'a.yaml',
      '.chainsaw-test/x.yaml',
      '.hidden.yaml',
      '.git/x.yaml',
      'c/.git/x.yaml',
      'node_modules/x/package.json',
    ]);
    assert.deepEqual(await found(folder), ['.chainsaw-test/x.yaml', '.hidden.yaml', 'a.yaml']);
    const { leftOut } = await findManifests(folder);
    assert.deepEqual(leftOut, [
      { kind: 'folder', name: '.git' },
      { kind: 'folder', name: '.git' },
      { kind: 'folder', name: 'node_modules' },
    ]);
  });

  test('keeps what a kustomization uses to itself, and its own file', async (t) => {
    const folder = await folderOf(t, [
      'base/web.yaml',
      'base/both.yaml',
      'production/replicas.yaml',
      'production/image.yaml',
      'production/settings.yaml',
      'production/web.yaml',
      'shared/limits.yaml',
    ]);
    await writeFile(join(folder, 'base/kustomization.yml'), 'resources: [web.yaml, both.yaml]\n');
    await writeFile(
      join(folder, 'production/kustomization.yaml'),
      `resources: [../base]
patches:
  - path: replicas.yaml
  - patch: "- {op: remove, path: /spec/replicas}"
  - path: ../base/both.yaml
patchesStrategicMerge: [../shared/limits.yaml]
patchesJson6902:
  - {path: image.yaml, target: {kind: Deployment, name: web}}
configMapGenerator:
  - {name: settings, files: [app=settings.yaml]}
`,
    );
    assert.deepEqual(await found(folder), ['base/both.yaml', 'base/web.yaml', 'production/web.yaml']);
    const { leftOut } = await findManifests(folder);
    assert.deepEqual(
      leftOut.map(({ kind }) => kind),
      [...Array(2).fill('kustomization'), ...Array(4).fill('kustomize-input')],
    );
  });

  test('with a kustomization that cannot be read says so', async (t) => {
    const folder = await folderOf(t, ['a.yaml']);
    await writeFile(join(folder, 'kustomization.yaml'), 'patches: [\n');
    assert.match(String((await found(folder))[1]), /^kustomization\.yaml: line \d+: /);
    await writeFile(join(folder, 'kustomization.yaml'), 'patches: {}\n');
    assert.deepEqual((await found(folder))[1], 'kustomization.yaml: patches: expected a list, got an object');
  });

  test('of a mounted ConfigMap is read through its links', async (t) => {
    const folder = await folderOf(t, ['..2026_01_15/web.yaml']);
    await symlink('..2026_01_15', join(folder, '..data'));
    await symlink('..data/web.yaml', join(folder, 'web.yaml'));
    assert.deepEqual(await found(folder), ['web.yaml']);
  });

  test('without a file to check is an error', async (t) => {
    const folder = await folderOf(t, ['README.md']);
    assert.deepEqual(await found(folder), [`${folder}: holds no YAML and no JSON file`]);
  });

  test('that is not there is an error', async (t) => {
    const folder = await folderOf(t, []);
    assert.deepEqual(await found(folder, join(folder, 'none')), [
      'none: cannot be read: ENOENT: no such file or directory',
    ]);
  });
});

test('a file that is named is taken whatever its name', async (t) => {
  const folder = await folderOf(t, ['.rendered']);
  assert.deepEqual(await found(folder, join(folder, '.rendered')), ['.rendered']);
});

describe('a symbolic link', () => {
  const refused = 'is a symbolic link that leads out of the folder, and is not followed';

  test('out of the folder is an error, be it to a file or to a folder', async (t) => {
    const outside = await folderOf(t, ['secret.yaml']);
    const folder = await folderOf(t, ['a.yaml']);
    await symlink(join(outside, 'secret.yaml'), join(folder, 'b.yaml'));
    await symlink(outside, join(folder, 'c'));
    await symlink('../../../../../../../../etc/passwd', join(folder, 'd.yaml'));
    assert.deepEqual(await found(folder), ['a.yaml', `b.yaml: ${refused}`, `c: ${refused}`, `d.yaml: ${refused}`]);
  });

  test('to a folder whose name only begins as the given one is an error', async (t) => {
    const parent = await folderOf(t, ['app/a.yaml', 'app-secrets/b.yaml']);
    await symlink('../app-secrets', join(parent, 'app/link'));
    assert.deepEqual(await found(parent, join(parent, 'app')), ['app/a.yaml', `app/link: ${refused}`]);
  });

  test('out of the folder to what would not be checked is skipped', async (t) => {
    const outside = await folderOf(t, ['notes.md']);
    const folder = await folderOf(t, ['a.yaml']);
    await symlink(join(outside, 'notes.md'), join(folder, 'notes.md'));
    assert.deepEqual(await found(folder), ['a.yaml']);
  });

  test('within the folder is followed, and nothing is found twice', async (t) => {
    const folder = await folderOf(t, ['x/a.yaml', '.data/b.yaml']);
    await symlink('.', join(folder, 'loop'));
    await symlink('a.yaml', join(folder, 'x/b.yaml'));
    await symlink('.data/b.yaml', join(folder, 'b.yaml'));
    assert.deepEqual(await found(folder), ['.data/b.yaml', 'x/a.yaml']);
  });

  test('that is the given path itself is followed', async (t) => {
    const folder = await folderOf(t, ['real/a.yaml']);
    await symlink('real', join(folder, 'link'));
    assert.deepEqual(await found(folder, join(folder, 'link')), ['link/a.yaml']);
  });

  test('to nowhere is an error where its name promises a manifest', async (t) => {
    const folder = await folderOf(t, ['a.yaml']);
    await symlink('none', join(folder, 'b.yaml'));
    await symlink('none', join(folder, 'b.md'));
    assert.deepEqual(await found(folder), ['a.yaml', 'b.yaml: cannot be read: ENOENT: no such file or directory']);
  });
});
