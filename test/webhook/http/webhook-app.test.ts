import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import supertest from 'supertest';
import { Field } from '../../../src/documents/field.ts';
import { tooLarge } from '../../../src/webhook/admission/denial.ts';
import type { Handler, UnreadHandler } from '../../../src/webhook/admission/handler.ts';
import { encodePatch } from '../../../src/webhook/admission/json-patch.ts';
import { allowed, denied, patched } from '../../../src/webhook/admission/response.ts';
import { type AdmissionRequest, BadReviewError } from '../../../src/webhook/admission/review.ts';
import { MAX_BODY_BYTES } from '../../../src/webhook/http/request-body.ts';
import type { ReviewRecord } from '../../../src/webhook/http/review-record.ts';
import { createWebhookApp } from '../../../src/webhook/http/webhook-app.ts';

const UID = '11111111-2222-3333-4444-555555555555';

const REVIEW = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: UID,
    kind: { group: '', version: 'v1', kind: 'Pod' },
    operation: 'CREATE',
    namespace: 'shop',
    dryRun: true,
    object: { metadata: { generateName: 'web-' }, spec: { secret: 'of the object' } },
  },
};

const allow: Handler = ({ uid }) => ({ response: allowed(uid), prediction: 'not-fargate', findings: [] });

function serve(handler: Handler, { isDraining = false } = {}) {
  const records: ReviewRecord[] = [];
  const app = createWebhookApp({
    webhooks: [{ path: '/mutate/pods', name: 'mutate-pods', handler }],
    isDraining: () => isDraining,
    onReview: (record) => records.push(record),
  });
  return { app, http: supertest(app), records };
}

function post(handler: Handler, document: object | string) {
  return serve(handler).http.post('/mutate/pods').set('content-type', 'application/json').send(document);
}

function status(code: number, reason: string, message: string) {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
}

describe('a review', () => {
  test('is answered with an AdmissionReview that carries its uid', async () => {
    const response = await post(allow, REVIEW);
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/json');
    assert.deepEqual(response.body, {
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: UID, allowed: true },
    });
  });

  test('is routed on the path alone', async () => {
    const { http } = serve(allow);
    assert.equal((await http.post('/mutate/pods?timeout=2s').send(REVIEW)).status, 200);
  });

  test('is read whatever the case and parameters of the content type', async () => {
    const { http } = serve(allow);
    const response = await http
      .post('/mutate/pods')
      .set('content-type', 'Application/JSON; charset=utf-8')
      .send(JSON.stringify(REVIEW));
    assert.equal(response.status, 200);
  });

  test('says nothing of what serves it', async () => {
    const { headers } = await post(allow, REVIEW);
    assert.deepEqual(Object.keys(headers).toSorted(), ['connection', 'content-length', 'content-type', 'date']);
  });

  test('of exactly 19 MiB is read', async () => {
    const frame = JSON.stringify({ ...REVIEW, filler: '' });
    const filler = 'x'.repeat(19 * 1024 * 1024 - frame.length);
    const response = await post(allow, JSON.stringify({ ...REVIEW, filler }));
    assert.equal(response.status, 200);
  });

  test('of an object nested 100,000 deep is answered', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const response = await post(allow, JSON.stringify(REVIEW).replace('"of the object"', deep));
    assert.equal(response.status, 200);
  });
});

describe('a call that is no review', () => {
  test('is 404 on another path', async () => {
    const response = await serve(allow).http.post('/mutate/pods/').send(REVIEW);
    assert.equal(response.status, 404);
    assert.deepEqual(response.body, status(404, 'NotFound', 'there is no webhook at /mutate/pods/'));
  });

  test('is 404 on a path in another case', async () => {
    assert.equal((await serve(allow).http.post('/Mutate/pods').send(REVIEW)).status, 404);
  });

  for (const method of ['get', 'put', 'options', 'delete'] as const) {
    test(`is 405 when sent by ${method.toUpperCase()}`, async () => {
      const response = await serve(allow).http[method]('/mutate/pods');
      assert.equal(response.status, 405);
      assert.equal(response.headers['allow'], 'POST');
      assert.deepEqual(response.body, status(405, 'MethodNotAllowed', 'reviews are sent by POST'));
    });
  }

  test('is 415 without the content type of JSON', async () => {
    const response = await serve(allow).http.post('/mutate/pods').set('content-type', 'text/yaml').send('{}');
    assert.equal(response.status, 415);
    assert.deepEqual(
      response.body,
      status(415, 'UnsupportedMediaType', 'content type must be application/json, not "text/yaml"'),
    );
  });

  test('is 415 when compressed', async () => {
    const { http } = serve(allow);
    const response = await http.post('/mutate/pods').set('content-encoding', 'gzip').send(REVIEW);
    assert.equal(response.status, 415);
    assert.deepEqual(response.body, status(415, 'UnsupportedMediaType', 'compressed bodies are not read'));
  });

  test('is 413 one byte over 19 MiB, and the sender gets to read it', async () => {
    const response = await post(allow, `"${'x'.repeat(MAX_BODY_BYTES - 1)}"`);
    assert.equal(response.status, 413);
    assert.deepEqual(response.body, status(413, 'RequestEntityTooLarge', 'the body is larger than 19922944 bytes'));
  });

  test('is 413 where it holds so many values that they would fill the memory', async () => {
    const response = await post(allow, `[${'{},'.repeat(1_000_000)}{}]`);
    assert.equal(response.status, 413);
    assert.deepEqual(response.body, status(413, 'RequestEntityTooLarge', 'the body holds too many values'));
  });

  test('is 400 where it is not JSON, with the place and without the words', async () => {
    const response = await post(allow, '{"password": "secret"\n"x": 1}');
    assert.equal(response.status, 400);
    assert.deepEqual(response.body, status(400, 'BadRequest', 'the body is not JSON: see line 2 column 1'));
  });

  test('is 400 where V8 would quote the body', async () => {
    const response = await post(allow, '{"password": secret}');
    assert.deepEqual(response.body, status(400, 'BadRequest', 'the body is not JSON'));
  });

  test('is 400 where it is empty', async () => {
    assert.equal((await post(allow, '')).status, 400);
  });

  test('is 400 where it is not an AdmissionReview', async () => {
    const response = await post(allow, { apiVersion: 'v1', kind: 'Pod' });
    assert.equal(response.status, 400);
    assert.deepEqual(
      response.body,
      status(
        400,
        'BadRequest',
        'not an AdmissionReview: expected apiVersion admission.k8s.io/v1 and kind AdmissionReview',
      ),
    );
  });

  for (const [name, body] of [
    ['100,000 open lists', '['.repeat(100_000)],
    ['100,000 lists in each other', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['null', 'null'],
    ['a number', '1'],
    ['a review whose request is a list', '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":[]}'],
  ] as const) {
    test(`is 400 for ${name}`, async () => {
      assert.equal((await post(allow, body)).status, 400);
    });
  }
});

describe('a handler', () => {
  test('that refuses a review gives 400 and its own words', async () => {
    const response = await post(() => {
      throw new BadReviewError('request.object is missing');
    }, REVIEW);
    assert.deepEqual(response.body, status(400, 'BadRequest', 'request.object is missing'));
  });

  test('that meets a field of the wrong type gives 400 and one line', async () => {
    const response = await post(() => {
      const pod = new Field({ labels: { 'a\nb': 1 } });
      throw new Error(String(pod.get('labels').stringMap()));
    }, REVIEW);
    assert.deepEqual(response.body, status(400, 'BadRequest', 'labels[a b]: expected a string, got a number'));
  });

  test('that fails gives 500, no AdmissionReview and no stack', async () => {
    const response = await post(() => {
      throw new TypeError('undefined is not a function');
    }, REVIEW);
    assert.equal(response.status, 500);
    const message = `fargate-admission failed on this request; its log says why, under uid ${UID}`;
    assert.deepEqual(response.body, status(500, 'InternalError', message));
  });

  test('that runs out of stack on a nested object gives 413', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const response = await post(
      ({ uid, object }) => {
        const isCopy = isDeepStrictEqual(object.value, JSON.parse(deep));
        return { response: allowed(uid), prediction: undefined, findings: isCopy ? [] : ['selectors-required'] };
      },
      JSON.stringify({ ...REVIEW, request: { ...REVIEW.request, object: 'here' } }).replace('"here"', deep),
    );
    assert.deepEqual(response.body, status(413, 'RequestEntityTooLarge', 'the object is nested too deeply'));
  });

  test('is not asked to repeat itself', async () => {
    const response = await post(() => {
      throw new TypeError('undefined is not a function');
    }, REVIEW);
    assert.equal(response.headers['retry-after'], undefined);
  });
});

describe('a webhook that denies', () => {
  const MIB = 1024 * 1024;

  function serveDenying() {
    const unread: (readonly [AdmissionRequest, string])[] = [];
    const records: ReviewRecord[] = [];
    const unreadHandler: UnreadHandler = (request, problem) => {
      unread.push([request, problem]);
      const { uid, kind, name } = request;
      return { response: denied(uid, tooLarge({ ...kind, name }, problem)), prediction: undefined, findings: [] };
    };
    const app = createWebhookApp({
      webhooks: [{ path: '/enforce/workloads', name: 'enforce-workloads', handler: allow, unreadHandler }],
      isDraining: () => false,
      onReview: (record) => records.push(record),
    });
    const send = (body: string) =>
      supertest(app).post('/enforce/workloads').set('content-type', 'application/json').send(body);
    return { send, unread, records };
  }

  /** As an API server writes it, with this in place of the spec. */
  function bodyWith(spec: string): string {
    const { uid, kind, operation, namespace, ...rest } = REVIEW.request;
    const head = { uid, kind, name: 'web', namespace, operation, userInfo: { username: 'jane' } };
    const document = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request: { ...head, ...rest } };
    return JSON.stringify(document).replace('{"secret":"of the object"}', spec);
  }

  const unreadable: Readonly<Record<string, string>> = {
    'a body that is too large': bodyWith(`"${'\\u003c'.repeat(4 * MIB)}"`),
    'too many values': bodyWith(`[${'{},'.repeat(MIB)}{}]`),
  };
  for (const [name, body] of Object.entries(unreadable)) {
    test(`denies ${name} by the uid that its beginning has`, async () => {
      const { send, unread, records } = serveDenying();
      const { status: code, body: answer } = await send(body);
      assert.deepEqual([code, answer.response.uid, answer.response.allowed], [200, UID, false]);
      assert.deepEqual([answer.response.status.code, answer.response.status.reason], [413, 'RequestEntityTooLarge']);
      assert.deepEqual([unread[0]?.[0].name, unread[0]?.[0].object.isPresent], ['web', false]);
      assert.deepEqual([records[0]?.result, records[0]?.error?.code], ['denied', 413]);
    });
  }

  test('answers a body that is too large, and no review, with an error', async () => {
    const response = await serveDenying().send(`"${'x'.repeat(MAX_BODY_BYTES)}"`);
    assert.equal(response.status, 413);
  });

  test('reads what an API server can send: two objects of 1.5 MiB of characters that Go escapes', async () => {
    const escaped = `"${'\\u003c'.repeat(1.5 * MIB)}"`;
    const response = await serveDenying().send(bodyWith(`[${escaped},${escaped}]`));
    assert.equal(response.body.response.allowed, true);
  });

  test('reads what an API server can send: two objects of 786,432 empty arguments', async () => {
    const list = `[${'"",'.repeat(786_431)}""]`;
    const response = await serveDenying().send(bodyWith(`[${list},${list}]`));
    assert.equal(response.body.response.allowed, true);
  });
});

test('reviews that come together are each answered, whatever becomes of the others', async (context) => {
  const handler: Handler = ({ uid, name }) => {
    if (name === 'fault') throw new TypeError('undefined is not a function');
    if (name === 'bad') throw new BadReviewError('request.object is missing');
    return { response: allowed(uid), prediction: undefined, findings: [] };
  };
  const { app, records } = serve(handler);
  const server = app.listen(0, '127.0.0.1');
  context.after(() => server.close());
  const names = Array.from({ length: 90 }, (_, index) => ['good', 'fault', 'bad'][index % 3] ?? '');
  const answers = await Promise.all(
    names.map((name, index) => {
      const request = { ...REVIEW.request, name, uid: `uid-${index}` };
      return supertest(server)
        .post('/mutate/pods')
        .send({ ...REVIEW, request });
    }),
  );
  assert.deepEqual(
    answers.map(({ status: code, body }) => (code === 200 ? body.response.uid : code)),
    names.map((name, index) => (name === 'good' ? `uid-${index}` : name === 'bad' ? 400 : 500)),
  );
  assert.equal(records.length, 90);
});

test('an answer during the drain closes its connection', async () => {
  const { http } = serve(allow, { isDraining: true });
  const response = await http.post('/mutate/pods').send(REVIEW);
  assert.equal(response.status, 200);
  assert.equal(response.headers['connection'], 'close');
});

describe('the record of a review', () => {
  async function recordOf(handler: Handler, document: object | string) {
    const { http, records } = serve(handler);
    await http.post('/mutate/pods').set('content-type', 'application/json').send(document);
    assert.equal(records.length, 1);
    const [record] = records;
    assert.ok(record !== undefined && record.durationMs > 0);
    const { durationMs: _, ...rest } = record;
    return rest;
  }

  test('names the object and nothing else of it', async () => {
    assert.deepEqual(withoutAbsent(await recordOf(allow, REVIEW)), {
      uid: UID,
      operation: 'CREATE',
      kind: 'Pod',
      namespace: 'shop',
      generateName: 'web-',
      dryRun: true,
      webhook: 'mutate-pods',
      result: 'allowed',
      prediction: 'not-fargate',
      findings: [],
    });
  });

  test('has the name where there is one, and the group of the kind', async () => {
    const kind = { group: 'eks.services.k8s.aws', version: 'v1alpha1', kind: 'FargateProfile' };
    const record = await recordOf(allow, { ...REVIEW, request: { ...REVIEW.request, name: 'web', kind } });
    assert.equal(record.name, 'web');
    assert.equal(record.generateName, undefined);
    assert.equal(record.kind, 'FargateProfile.eks.services.k8s.aws');
  });

  test('cuts names that are too long for Kubernetes', async () => {
    const record = await recordOf(allow, { ...REVIEW, request: { ...REVIEW.request, name: 'x'.repeat(1_000) } });
    assert.equal(record.name?.length, 253);
  });

  test('survives metadata of the wrong type', async () => {
    const record = await recordOf(allow, { ...REVIEW, request: { ...REVIEW.request, object: { metadata: 1 } } });
    assert.equal(record.generateName, undefined);
  });

  test('tells apart a patch and a bare permission', async () => {
    const patch = [{ op: 'remove', path: '/metadata/annotations/a' }] as const;
    const { result } = await recordOf(
      ({ uid }) => ({ response: patched(uid, encodePatch(patch)), prediction: 'fargate', findings: [] }),
      REVIEW,
    );
    assert.equal(result, 'patched');
  });

  test('has the codes of the findings of a denial', async () => {
    const reason = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'no',
      reason: 'Invalid',
      code: 422,
    } as const;
    const record = await recordOf(
      ({ uid }) => ({ response: denied(uid, reason), prediction: undefined, findings: ['selectors-required'] }),
      REVIEW,
    );
    assert.equal(record.result, 'denied');
    assert.deepEqual(record.findings, ['selectors-required']);
  });

  test('has each code once, however many findings have it', async () => {
    const findings = ['host-port', 'privileged', 'host-port'] as const;
    const record = await recordOf(({ uid }) => ({ response: allowed(uid), prediction: undefined, findings }), REVIEW);
    assert.deepEqual(record.findings, ['host-port', 'privileged']);
  });

  test('of a bad request has no more than the path it came by', async () => {
    const { error, ...record } = await recordOf(allow, '{');
    assert.deepEqual(withoutAbsent(record), { webhook: 'mutate-pods', result: 'bad_request', findings: [] });
    assert.equal(error?.message, 'the body is not JSON: see line 1 column 2');
  });

  test('of a fault of our own keeps the fault', async () => {
    const fault = new TypeError('undefined is not a function');
    const { error, result, uid } = await recordOf(() => {
      throw fault;
    }, REVIEW);
    assert.deepEqual([error?.cause, result, uid], [fault, 'error', UID]);
  });

  test('is not made for a path that is no webhook, nor for another method', async () => {
    const { http, records } = serve(allow);
    await http.post('/').send(REVIEW);
    await http.get('/mutate/pods');
    assert.deepEqual(records, []);
  });

  test('of a body that breaks off is a bad request', async (context) => {
    const { promise, resolve } = Promise.withResolvers<ReviewRecord>();
    const webhooks = [{ path: '/mutate/pods', name: 'mutate-pods', handler: allow }];
    const app = createWebhookApp({ webhooks, isDraining: () => false, onReview: resolve });
    const { promise: port, resolve: listening } = Promise.withResolvers<AddressInfo | string | null>();
    const server = app.listen(0, '127.0.0.1', () => listening(server.address()));
    context.after(() => server.close());
    const address = await port;
    assert.ok(address !== null && typeof address === 'object');
    const headers = { 'content-type': 'application/json', 'content-length': '100' };
    const call = httpRequest({ port: address.port, host: '127.0.0.1', method: 'POST', path: '/mutate/pods', headers });
    call.on('error', () => {});
    server.once('request', () => call.destroy());
    call.write('{"apiVersion":');
    assert.equal((await promise).result, 'bad_request');
  });
});

function withoutAbsent(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
