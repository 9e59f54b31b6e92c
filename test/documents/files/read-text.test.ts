import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readText } from '../../../src/documents/files/read-text.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('a text', () => {
  test('is read from a pipe as from a file', async (t) => {
    const pipe = join(await temporaryFolder(t), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [text] = await Promise.all([readText(pipe, 'pipe'), writeFile(pipe, 'a: ü\n')]);
    assert.equal(text, 'a: ü\n');
  });

  test('of more than 50 MiB is refused', async (t) => {
    const file = join(await temporaryFolder(t), 'a.yaml');
    await writeFile(file, '');
    await truncate(file, 50 * 1024 ** 2 + 1);
    await assert.rejects(readText(file, 'a.yaml'), { name: 'FileError', message: 'a.yaml: is larger than 50 MiB' });
    await truncate(file, 50 * 1024 ** 2);
    assert.equal((await readText(file, 'a.yaml')).length, 50 * 1024 ** 2);
  });

  test('without an end is refused', async () => {
    await assert.rejects(readText('/dev/zero', 'zero'), { message: 'zero: is larger than 50 MiB' });
  });

  test('that is not UTF-8 is refused', async (t) => {
    const file = join(await temporaryFolder(t), 'a.yaml');
    await writeFile(file, Buffer.from('a: caf\xe9\n', 'latin1'));
    await assert.rejects(readText(file, 'a.yaml'), { message: 'a.yaml: is not UTF-8 text' });
  });

  test('in UTF-16 is read by its byte order mark, whichever byte comes first', async (t) => {
    const file = join(await temporaryFolder(t), 'a.yaml');
    const littleEndian = Buffer.from('\ufeffa: ü\n', 'utf16le');
    await writeFile(file, littleEndian);
    assert.equal(await readText(file, 'a.yaml'), 'a: ü\n');
    await writeFile(file, Buffer.from(littleEndian).swap16());
    assert.equal(await readText(file, 'a.yaml'), 'a: ü\n');
  });

  test('that breaks off within a character of UTF-16 is refused', async (t) => {
    const file = join(await temporaryFolder(t), 'a.yaml');
    await writeFile(file, Buffer.from([0xff, 0xfe, 0x61]));
    await assert.rejects(readText(file, 'a.yaml'), { message: 'a.yaml: is not UTF-16LE text' });
  });

  test('that does not exist is reported with the error of the system', async () => {
    await assert.rejects(readText('/nowhere.yaml', 'x'), {
      message: 'x: cannot be read: ENOENT: no such file or directory',
    });
  });
});
