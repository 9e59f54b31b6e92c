import { request } from 'node:https';
import { Field } from '../../documents/field.ts';
import { CallError } from '../shared/problems.ts';

export interface Question {
  /** AdmissionReview, JSON. */
  readonly body: string;
  readonly url: string;
  /** PEM of the CA to trust. */
  readonly caPem: string;
}

/** Sends a review as the API server would. Resolves to the AdmissionReview that comes back. @throws CallError */
export function ask({ body, url, caPem }: Question): Promise<Field> {
  const { promise, resolve, reject } = Promise.withResolvers<Field>();
  const headers = { 'content-type': 'application/json' };
  const call = request(url, { method: 'POST', ca: caPem, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => resolve(new Field(JSON.parse(Buffer.concat(chunks).toString()))));
  });
  call.on('error', (cause) => reject(new CallError(`cannot ask ${url}: ${cause.message}`, { cause })));
  call.end(body);
  return promise;
}

/** What is asked, in words: the pod and what decides where it runs. */
export function describeQuestion(review: Field): string {
  const pod = review.get('request').get('object');
  const metadata = pod.get('metadata');
  const labels = Object.entries(metadata.get('labels').textMap()).map(([key, value]) => `${key}=${value}`);
  const containers = pod.get('spec').get('containers').list().map(describeContainer);
  return lines([
    ['pod', metadata.get('name').string() ?? `${metadata.get('generateName').string() ?? ''}…`],
    ['namespace', review.get('request').get('namespace').string() ?? ''],
    ['labels', labels.join(', ')],
    ['requests', containers.join('; ')],
  ]);
}

/** What is answered, in words: allowed or not, and each change of the decoded patch. */
export function describeAnswer(review: Field): string {
  const response = review.get('response');
  const status = response.get('status').get('message').string();
  return lines([
    ['allowed', response.get('allowed').boolean() ? 'yes' : `no: ${status ?? 'no reason given'}`],
    ...decodePatch(response).flatMap(describeOperation),
    ...Object.entries(response.get('auditAnnotations').stringMap()).map(
      ([key, value]): Line => ['audit', `${key}: ${value}`],
    ),
  ]);
}

function describeContainer(container: Field): string {
  const requests = Object.entries(container.get('resources').get('requests').stringMap());
  return `${container.get('name').string() ?? ''}: ${requests.map(([key, value]) => `${key} ${value}`).join(', ')}`;
}

/** RFC 6902 in base64, absent where nothing changes. */
function decodePatch(response: Field): readonly Field[] {
  const patch = response.get('patch').string();
  return patch === undefined ? [] : new Field(JSON.parse(Buffer.from(patch, 'base64').toString())).list();
}

/** A value with entries, a map of annotations that was not there before, takes a line for each. */
function describeOperation(operation: Field): readonly Line[] {
  const value = operation.get('value').value;
  const head = `${operation.get('op').string()} ${operation.get('path').string()}`;
  if (value === undefined) return [['patch', head]];
  if (typeof value !== 'object') return [['patch', `${head}: ${value}`]];
  const entries = Object.entries(value ?? {}).map(([key, text]): Line => ['', `  ${key}: ${text}`]);
  return [['patch', head], ...entries];
}

type Line = readonly [label: string, text: string];

function lines(pairs: readonly Line[]): string {
  return pairs.map(([label, text]) => `  ${label.padEnd(10)} ${text}`).join('\n');
}
