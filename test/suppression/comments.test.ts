import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ignoreComments } from '../../src/suppression/comments.ts';

/** `CODES at LINE for SUBJECT: REASON` */
async function read(text: string): Promise<readonly string[]> {
  const comments = await ignoreComments(text);
  return comments.map(
    ({ codes, line, subjectLine, reason }) => `${codes.join(' ')} at ${line} for ${subjectLine}: ${reason}`,
  );
}

describe('a comment that suppresses', () => {
  test('is about its own line, and holds codes and a reason', async () => {
    assert.deepEqual(
      await read('a: 1\nb: 2 # fargate-admission:ignore volume-claim, size-step -- bound to EFS -- by storage\n'),
      ['volume-claim size-step at 2 for 2: bound to EFS -- by storage'],
    );
  });

  test('is about the next line with more than comments where it has the line for itself', async () => {
    assert.deepEqual(await read('a:\n  # fargate-admission:ignore size-step\n  # note\n\n  b: 1\n'), [
      'size-step at 2 for 5: ',
    ]);
  });

  test('counts lines over documents, and whatever ends them', async () => {
    assert.deepEqual(
      await read(
        'a: 1\r\n---\rb: 1 # fargate-admission:ignore size-step\n---\n# fargate-admission:ignore windows\nc: 1',
      ),
      ['size-step at 3 for 3: ', 'windows at 5 for 6: '],
    );
  });

  test('is none in a text: a block scalar, quotation marks, or JSON', async () => {
    assert.deepEqual(await read('a: |\n  # fargate-admission:ignore size-step\n'), []);
    assert.deepEqual(await read('a: "x # fargate-admission:ignore size-step"\n'), []);
    assert.deepEqual(await read('{"a": "# fargate-admission:ignore size-step"}'), []);
  });

  test('begins with the mark, and with no longer word', async () => {
    assert.deepEqual(
      await read('a: 1 # see fargate-admission:ignore size-step\nb: 1 # fargate-admission:ignored size-step\n'),
      [],
    );
  });

  test('names words that are no code as such', async () => {
    const [comment] = await ignoreComments('a: 1 # fargate-admission:ignore volum-claim,size-step,\n');
    assert.deepEqual([comment?.codes, comment?.unknown], [['size-step'], ['volum-claim']]);
  });
});
