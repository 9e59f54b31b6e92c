import { evaluate } from '../evaluate.ts';
import type { Answer, Question } from './evaluation.ts';

/** Everything that is computed is computed here, so that typing never waits for it. */
self.addEventListener('message', async ({ data: { id, input } }: MessageEvent<Question>) => {
  self.postMessage(await answerTo(id, input));
});

async function answerTo(id: number, input: Question['input']): Promise<Answer> {
  try {
    return { kind: 'result', id, result: await evaluate(input) };
  } catch (error) {
    return { kind: 'fault', id, message: error instanceof Error ? error.message : String(error) };
  }
}
