import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { KubeConfig } from '@kubernetes/client-node';
import { eksIdentityOf } from '../../src/kubernetes/eks-identity.ts';

interface Parts {
  readonly context?: string;
  readonly cluster?: string;
  readonly exec?: object;
}

function identityOf({ context = 'one', cluster = 'one', exec }: Parts) {
  const config = new KubeConfig();
  config.loadFromString(
    JSON.stringify({
      clusters: [{ name: cluster, cluster: { server: 'https://example.com' } }],
      users: [{ name: 'user', user: exec === undefined ? { token: 't' } : { exec } }],
      contexts: [{ name: context, context: { cluster, user: 'user' } }],
    }),
  );
  return eksIdentityOf(config, context);
}

const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/blue';

describe('the EKS cluster of a context', () => {
  test('is named by the ARN that aws eks update-kubeconfig writes', () => {
    assert.deepEqual(identityOf({ context: ARN, cluster: ARN }), {
      clusterName: 'blue',
      region: 'eu-west-1',
      accountId: '111122223333',
    });
  });

  test('is named by the ARN of its cluster where the context has an alias', () => {
    assert.equal(identityOf({ context: 'production', cluster: ARN })?.clusterName, 'blue');
  });

  test('is named by the login, with its region and the profile of the AWS CLI', () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['--region', 'eu-west-2', 'eks', 'get-token', '--cluster-name', 'green', '--output', 'json'],
      env: [{ name: 'AWS_PROFILE', value: 'production' }],
    };
    assert.deepEqual(identityOf({ exec }), { clusterName: 'green', region: 'eu-west-2', awsProfile: 'production' });
  });

  test('is named by aws-iam-authenticator, and by eksctl', () => {
    const exec = { command: 'aws-iam-authenticator', args: ['token', '-i', 'red'] };
    assert.equal(identityOf({ exec })?.clusterName, 'red');
    assert.deepEqual(identityOf({ cluster: 'white.ap-south-1.eksctl.io' }), {
      clusterName: 'white',
      region: 'ap-south-1',
    });
  });

  test('is not known of any other cluster', () => {
    assert.equal(identityOf({ context: 'kind-test', cluster: 'kind-test' }), undefined);
    assert.equal(identityOf({ exec: { command: 'gke-gcloud-auth-plugin' } }), undefined);
  });
});
