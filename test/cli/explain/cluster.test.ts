import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { explain, titlesIn, WEB, WEB_TEXT } from '../../support/cli/explain.ts';
import { DENIED, WEB as EKS_WEB } from '../../support/eks/server.ts';
import { startEks } from '../../support/eks/started-api.ts';
import { startApiServer } from '../../support/kubernetes/api-server.ts';
import { kubeconfig, kubeconfigFile } from '../../support/kubernetes/kubeconfig.ts';
import { FakeTerminal } from '../../support/terminal.ts';

describe('explain KIND/NAME', () => {
  const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', namespace: 'shop', uid: '1' }, spec: {} };
  const POD_PATH = '/api/v1/namespaces/shop/pods/web-0';
  const FORBIDDEN = { status: 403, body: { kind: 'Status', message: 'pods "secret" is forbidden' } };

  async function environmentFor(t: TestContext, answers: Parameters<typeof startApiServer>[1]) {
    const { url } = await startApiServer(t, answers);
    return { KUBECONFIG: await kubeconfigFile(t, kubeconfig({ server: url, namespace: 'shop' })) };
  }

  test('explains an object of the cluster and namespace that the kubeconfig names', async (t) => {
    const environment = await environmentFor(t, { [POD_PATH]: { status: 200, body: POD } });
    const { code, output, errors } = await explain(t, ['po/web-0'], { environment });
    assert.deepEqual(errors, ['']);
    assert.equal(code, 0);
    assert.match(output, /^Pod shop\/web-0\n {2}The pod is not on Fargate: EKS chose no profile for it /);
  });

  test('explains one of the namespace that is given', async (t) => {
    const path = '/apis/batch/v1/namespaces/night/cronjobs/backup';
    const body = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'backup', namespace: 'night' } };
    const environment = await environmentFor(t, { [path]: { status: 200, body } });
    const { code, output } = await explain(t, ['cj/backup', '-n', 'night'], { environment });
    assert.equal(code, 0);
    assert.deepEqual(titlesIn(output), ['CronJob night/backup']);
  });

  test('ends with 2 for an object that is not there, and explains the others', async (t) => {
    const environment = await environmentFor(t, { [POD_PATH]: { status: 200, body: POD } });
    const { code, output, errors } = await explain(t, ['pod/web-0', 'deploy/none'], { environment });
    assert.equal(code, 2);
    assert.deepEqual(titlesIn(output), ['Pod shop/web-0']);
    assert.deepEqual(errors, ['namespace shop of context "test" has no deployment none']);
  });

  test('ends with 1 where the cluster does not allow it', async (t) => {
    const environment = await environmentFor(t, { '/api/v1/namespaces/shop/pods/secret': FORBIDDEN });
    const { code, output, errors } = await explain(t, ['pod/secret', 'pod/none'], { environment });
    assert.equal(code, 1);
    assert.equal(output, '');
    assert.deepEqual(errors, [
      'pod secret may not be read: pods "secret" is forbidden: ask for the right to "get" on pods in namespace shop',
      'namespace shop of context "test" has no pod none',
    ]);
  });

  test('reads the kubeconfig that is named, and no other', async (t) => {
    const { KUBECONFIG } = await environmentFor(t, { [POD_PATH]: { status: 200, body: POD } });
    const environment = { KUBECONFIG: '/nowhere' };
    const { code, output } = await explain(t, ['po/web-0', '--kubeconfig', KUBECONFIG], { environment });
    assert.equal(code, 0);
    assert.deepEqual(titlesIn(output), ['Pod shop/web-0']);
  });

  test('ends with 2 where the kubeconfig that is named is not there', async (t) => {
    const environment = await environmentFor(t, {});
    const { code, errors } = await explain(t, ['po/web-0', '--kubeconfig=/nowhere'], { environment });
    assert.deepEqual([code, errors], [2, ['no kubeconfig at /nowhere: set --kubeconfig to where it is']]);
  });

  test('takes the profiles from the resources of the cluster', async (t) => {
    const resource = {
      metadata: { name: 'web', namespace: 'infra' },
      spec: { name: 'web', selectors: [{ namespace: 'shop' }] },
    };
    const environment = await environmentFor(t, {
      '/apis/eks.services.k8s.aws': { status: 200, body: { preferredVersion: { version: 'v1alpha1' } } },
      '/apis/eks.services.k8s.aws/v1alpha1/fargateprofiles?limit=500': {
        status: 200,
        body: { kind: 'FargateProfileList', metadata: {}, items: [resource] },
      },
    });
    const terminal = new FakeTerminal(environment);
    terminal.input = WEB;
    assert.equal(await run(['explain', '-f', '-', '--profile-resources'], terminal), 0);
    assert.equal(terminal.errors, '');
    assert.equal(terminal.output, WEB_TEXT);
  });

  test('ends with 2 where there is no kubeconfig', async (t) => {
    const { code, errors } = await explain(t, ['pod/web-0'], { environment: { KUBECONFIG: '/nowhere' } });
    assert.equal(code, 2);
    assert.deepEqual(errors, ['no kubeconfig at /nowhere: set KUBECONFIG to where it is']);
  });
});

describe('explain on EKS', () => {
  test('reads the profiles of the cluster', async (t) => {
    const { server } = await startEks(t);
    server.put({ ...EKS_WEB, selectors: [{ namespace: 'shop' }] });
    const terminal = new FakeTerminal();
    terminal.input = WEB;
    assert.equal(await run(['explain', '-f', '-', '--cluster-name', 'demo'], terminal), 0);
    assert.equal(terminal.output, WEB_TEXT);
  });

  test('ends with 1 where EKS does not allow it', async (t) => {
    const { server } = await startEks(t);
    server.fail('List', DENIED);
    const terminal = new FakeTerminal();
    terminal.input = WEB;
    assert.equal(await run(['explain', '-f', '-', '--cluster-name', 'demo'], terminal), 1);
    assert.match(terminal.errors, /^ListFargateProfiles of cluster "demo" failed: AccessDeniedException[^\n]+\n$/);
  });
});
