import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEksApi, findRegion } from '../../src/profiles/eks-api.ts';
import { setAwsEnvironment } from '../support/eks/aws-environment.ts';
import { type Fault, HANGING, THROTTLED, WEB } from '../support/eks/server.ts';
import { EKS_OPTIONS, startEks } from '../support/eks/started-api.ts';

const NEVER = new AbortController().signal;
const LISTING = 'ListFargateProfiles of cluster "demo" failed:';

describe('the names of the profiles', () => {
  test('come from every page, a hundred to a page', async (t) => {
    const { server, api } = await startEks(t);
    const names = Array.from({ length: 250 }, (_, index) => `p${index}`);
    server.put(...names.map((fargateProfileName) => ({ ...WEB, fargateProfileName })));

    assert.deepEqual(await api.listProfileNames(NEVER), names);
    assert.deepEqual(server.takeCalls(), ['List', 'List 2', 'List 3']);
  });

  test('are none for a cluster without profiles', async (t) => {
    const { api } = await startEks(t);

    assert.deepEqual(await api.listProfileNames(NEVER), []);
  });

  test('are given up when the pages go round in a circle', async (t) => {
    const { server, api } = await startEks(t);
    const page: Fault = { kind: 'body', status: 200, body: '{"fargateProfileNames":["a"],"nextToken":"2"}' };
    server.fail('List', page);
    server.fail('List 2', page);

    await assert.rejects(api.listProfileNames(NEVER), { message: `${LISTING} endless pages` });
  });
});

describe('a profile', () => {
  test('is what decides where a pod runs, out of all that EKS returns', async (t) => {
    const { server, api } = await startEks(t);
    server.put({ ...WEB, health: { issues: [{ code: 'AccessDenied', message: 'no', resourceIds: ['role'] }] } });

    assert.deepEqual(await api.describeProfile('web', NEVER), {
      kind: 'described',
      profile: {
        name: 'web',
        clusterName: 'demo',
        status: 'ACTIVE',
        selectors: [{ namespace: 'shop', labels: new Map([['tier', 'front']]) }],
        healthIssues: [{ code: 'AccessDenied', message: 'no' }],
      },
    });
  });

  test('is gone when EKS does not find it', async (t) => {
    const { api } = await startEks(t);

    assert.deepEqual(await api.describeProfile('web', NEVER), { kind: 'gone' });
  });

  test('of a status that EKS does not document is none that captures pods', async (t) => {
    const { server, api } = await startEks(t);
    server.put({ ...WEB, status: 'PAUSED' });

    const description = await api.describeProfile('web', NEVER);

    assert.equal(description.kind === 'described' && description.profile.status, 'CREATING');
  });

  test('says when it was made', async (t) => {
    const { server, api } = await startEks(t);
    server.put({ ...WEB, createdAt: 1_700_000_000.5 });

    const description = await api.describeProfile('web', NEVER);

    assert.equal(description.kind === 'described' && description.profile.createdAtMs, 1_700_000_000_500);
  });

  test('without selectors, labels or namespace matches nothing', async (t) => {
    const { server, api } = await startEks(t);
    server.put({ fargateProfileName: 'none', status: 'ACTIVE' }, { ...WEB, selectors: [{}] });

    const none = await api.describeProfile('none', NEVER);
    const web = await api.describeProfile('web', NEVER);

    assert.deepEqual(none.kind === 'described' && none.profile.selectors, []);
    assert.deepEqual(web.kind === 'described' && web.profile.selectors, [{ namespace: '', labels: new Map() }]);
  });
});

describe('the SDK', () => {
  test('tries a throttled call again', async (t) => {
    const { server, api } = await startEks(t, { AWS_MAX_ATTEMPTS: '3' }, { callTimeoutMs: 10_000 });
    server.fail('List', THROTTLED);

    assert.deepEqual(await api.listProfileNames(NEVER), []);
  });

  test('tries a call that hangs again, within the deadline', async (t) => {
    const { server, api } = await startEks(t, { AWS_MAX_ATTEMPTS: '3' }, { callTimeoutMs: 1_500 });
    server.fail('List', HANGING);

    assert.deepEqual(await api.listProfileNames(NEVER), []);
  });

  test('goes through the proxy of the environment it is given', async (t) => {
    const { server } = await startEks(t, { AWS_ENDPOINT_URL_EKS: 'http://eks.invalid' });
    const api = createEksApi({ ...EKS_OPTIONS, proxyEnvironment: { HTTP_PROXY: server.url } });

    assert.deepEqual(await api.listProfileNames(NEVER), []);
  });

  test('finds the region in the environment', async () => {
    setAwsEnvironment({});

    assert.deepEqual(await findRegion(), { kind: 'found', region: 'eu-west-1' });
  });

  test('reports that there is no region', async () => {
    setAwsEnvironment({ AWS_REGION: undefined });

    assert.deepEqual(await findRegion(), { kind: 'missing', reason: 'Region is missing' });
  });
});
