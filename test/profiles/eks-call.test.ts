import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BROKEN, DENIED, DROPPED, type Fault, GARBAGE, HANGING, STALLED, THROTTLED } from '../support/eks/server.ts';
import { startEks } from '../support/eks/started-api.ts';

const NEVER = new AbortController().signal;
const LISTING = 'ListFargateProfiles of cluster "demo" failed:';

describe('a call that fails reports in one line', () => {
  const cases: readonly (readonly [what: string, fault: Fault, reason: RegExp])[] = [
    ['throttling', THROTTLED, / ThrottlingException \(HTTP 429\): Rate exceeded$/],
    ['a missing permission', DENIED, / AccessDeniedException \(HTTP 403\): not authorized$/],
    ['a fault of EKS', BROKEN, / ServerException \(HTTP 500\): Internal error$/],
    ['an answer that is no JSON', GARBAGE, / SyntaxError: Unexpected token/],
    ['an empty answer', body('{}'), / Error: the answer has no fargateProfileNames$/],
    [
      'an answer of another type',
      body('{"fargateProfileNames":"web"}'),
      / FieldTypeError: fargateProfileNames: expected a list, got a string$/,
    ],
    ['a connection cut off', DROPPED, / ECONNRESET: socket hang up$/],
  ];
  for (const [what, fault, reason] of cases) {
    test(`of ${what}`, async (t) => {
      const { server, api } = await startEks(t);
      server.fail('List', fault);

      await assert.rejects(api.listProfileNames(NEVER), (error: Error) => {
        assert.equal(error.name, 'ProfileLoadError');
        assert.match(error.message, new RegExp(`^${LISTING}${reason.source}`));
        return true;
      });
    });
  }

  test('of silence', async (t) => {
    const { server, api } = await startEks(t, {}, { callTimeoutMs: 300 });
    server.fail('List', HANGING);

    await assert.rejects(api.listProfileNames(NEVER), {
      message: `${LISTING} ETIMEDOUT: @smithy/node-http-handler - [ERROR] a request has exceeded the configured 100 ms requestTimeout.`,
    });
  });

  test('of an answer that stops half-way', async (t) => {
    const { server, api } = await startEks(t, {}, { callTimeoutMs: 900 });
    server.fail('List', STALLED);

    await assert.rejects(api.listProfileNames(NEVER), { message: `${LISTING} took longer than 900 ms` });
  });

  test('which profile it was about', async (t) => {
    const { server, api } = await startEks(t);
    server.fail('Describe web', body('{}'));

    await assert.rejects(api.describeProfile('web', NEVER), {
      message:
        'DescribeFargateProfile of "web" in cluster "demo" failed: DocumentError: fargateProfile.fargateProfileName: is missing',
    });
  });

  test('and no more: later lines of what AWS answers may hold the session token', async (t) => {
    const { server, api } = await startEks(t);
    const message = 'The signature does not match.\n\nThe Canonical String was\nx-amz-security-token:secret';
    server.fail('List', { kind: 'error', status: 403, name: 'InvalidSignatureException', message });

    await assert.rejects(api.listProfileNames(NEVER), {
      message: `${LISTING} InvalidSignatureException (HTTP 403): The signature does not match.`,
    });
  });

  test('that no server listens', async (t) => {
    const { server, api } = await startEks(t);
    await server.stop();

    await assert.rejects(api.listProfileNames(NEVER), /failed: ECONNREFUSED/);
  });

  test('that its caller gave it up', async (t) => {
    const { server, api } = await startEks(t);
    server.fail('List', HANGING);

    await assert.rejects(api.listProfileNames(AbortSignal.timeout(20)), {
      message: `${LISTING} given up before it was answered`,
    });
  });

  test('that there are no credentials', async (t) => {
    const { api } = await startEks(t, { AWS_ACCESS_KEY_ID: undefined });

    await assert.rejects(api.listProfileNames(NEVER), {
      message: `${LISTING} CredentialsProviderError: Could not load credentials from any providers`,
    });
  });
});

function body(text: string): Fault {
  return { kind: 'body', status: 200, body: text };
}
