import assert from 'node:assert/strict';
import { renderText } from '../../../src/cli/explain/text.ts';
import { Field } from '../../../src/documents/field.ts';
import { ALL_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';
import type { ProfileSet } from '../../../src/fargate/profile-set.ts';
import { type Explanation, explain } from '../../../src/inspection/explanation.ts';
import { readSubject } from '../../../src/inspection/subjects.ts';
import { createPolicy } from '../../../src/suppression/policy.ts';
import { profileSet } from '../profiles.ts';

export const PROFILES = profileSet(
  { name: 'batch', selectors: [{ namespace: 'batch' }] },
  { name: 'web', selectors: [{ namespace: 'prod-*', labels: { tier: '*' } }, { namespace: 'shop' }] },
);

export const LOCATION = { file: 'web.yaml', document: 1, line: 1, column: 1 };

/** What is explained of an object, as its JSON says it. */
export function explained(object: object, profiles: ProfileSet = PROFILES): Explanation {
  const context = { namespace: 'default', kinds: ALL_KINDS, from: () => LOCATION };
  const { subjects, problems } = readSubject(new Field(object), context);
  assert.deepEqual(problems, []);
  const [subject] = subjects;
  assert.ok(subject);
  return explain(subject, profiles, createPolicy({}));
}

export function textOf(object: object, profiles?: ProfileSet): string {
  return renderText([explained(object, profiles)], { paint: (_tone, text) => text, showsSuppressed: false });
}

export function pod(parts: { readonly metadata?: object; readonly spec?: object }): object {
  const { metadata = {}, spec = {} } = parts;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop', ...metadata }, spec };
}

/** What is between two headings, without the first of them. */
export function section(text: string, heading: 'Profiles' | 'Size' | 'Findings'): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`  ${heading}`));
  const end = lines.indexOf('', start);
  return lines.slice(start, end).map((line) => line.slice(2));
}
