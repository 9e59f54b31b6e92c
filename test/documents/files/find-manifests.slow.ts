import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findManifests } from '../../../src/documents/files/find-manifests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('a folder may hold more files than a function takes arguments', async (t) => {
  const folder = await temporaryFolder(t);
  for (let index = 0; index < 150_000; index += 1) writeFileSync(join(folder, `${index}.yaml`), '');
  assert.equal((await findManifests(folder)).files.length, 150_000);
});
