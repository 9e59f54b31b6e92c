import { Field } from '../documents/field.ts';

/** The JSON object in an answer; an empty one for what is none, such as the page of a proxy. */
export function answerObject(body: string): Field {
  try {
    const value: unknown = JSON.parse(body);
    return new Field(typeof value === 'object' && !Array.isArray(value) ? value : {});
  } catch {
    return new Field({});
  }
}

/** What a metav1.Status says; what a page of a proxy says is of no use in one line. */
export function wordsIn(answer: Field): string {
  const { value: message } = answer.get('message');
  return typeof message === 'string' && message !== '' ? message : 'without a reason';
}
