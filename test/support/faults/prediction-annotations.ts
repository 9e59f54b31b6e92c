import { Field } from '../../../src/documents/field.ts';
import type { Answer } from './call.ts';

/** Which profile an answer to a pod review names: `none` where it leaves the pod alone. */
export function profileIn(body: string): string {
  const response = new Field(JSON.parse(body)).get('response');
  const patch = response.get('patch').string();
  if (patch === undefined) return 'none';
  const operations = new Field(JSON.parse(Buffer.from(patch, 'base64').toString())).list();
  const added = operations.map((operation) => operation.get('value'));
  const annotations = added.map(({ value }) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  return /"fargate-admission\/profile":"([^"]+)"/.exec(annotations.join(' '))?.[1] ?? annotations[0] ?? 'none';
}

/** What a load has against any answer but one that names this profile. */
export function wantsProfile(name: string): (answer: Answer) => string | undefined {
  return ({ status, body }) => {
    if (status !== 200) return `status ${status}: ${body}`;
    const profile = profileIn(body);
    return profile === name ? undefined : `profile ${profile} and not ${name}`;
  };
}

/** What a load has against an answer that is no review. */
export function wantsReview({ status, body }: Answer): string | undefined {
  return status === 200 ? undefined : `status ${status}: ${body}`;
}
