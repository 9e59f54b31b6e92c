import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matchesArn, matchesGlob } from '../../src/aws-checks/iam-match.ts';
import { evaluateTrust } from '../../src/aws-checks/trust-policy.ts';

const SOURCE_ARN = 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/web/1a2b';
const SERVICE = { Service: 'eks-fargate-pods.amazonaws.com' };

function trustWith(...statements: readonly object[]): string {
  return kindOf({ Version: '2012-10-17', Statement: statements });
}

function kindOf(policy: unknown): string {
  return evaluateTrust(policy, { sourceArn: SOURCE_ARN }).kind;
}

function allowing(parts: object = {}): object {
  return { Effect: 'Allow', Principal: SERVICE, Action: 'sts:AssumeRole', ...parts };
}

function sourceArn(operator: string, value: string | readonly string[]): object {
  return allowing({ Condition: { [operator]: { 'aws:SourceArn': value } } });
}

describe('a trust policy', () => {
  test('trusts Fargate by its service principal, alone or in a list', () => {
    assert.equal(trustWith(allowing()), 'trusts');
    assert.equal(trustWith(allowing({ Principal: { Service: ['ec2.amazonaws.com', SERVICE.Service] } })), 'trusts');
    assert.equal(kindOf({ Statement: allowing() }), 'trusts');
  });

  test('trusts Fargate by a wildcard in the action', () => {
    assert.equal(trustWith(allowing({ Action: ['sts:TagSession', 'STS:Assume*'] })), 'trusts');
  });

  test('does not trust Fargate by the principal of ECS or of nodes', () => {
    assert.equal(trustWith(allowing({ Principal: { Service: 'ecs-tasks.amazonaws.com' } })), 'not-allowed');
    assert.equal(trustWith(allowing({ Principal: { Service: 'ec2.amazonaws.com' } })), 'not-allowed');
    assert.equal(trustWith(), 'not-allowed');
  });

  test('fits the profile by ArnLike and StringLike with wildcards', () => {
    const wanted = 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/*';
    for (const operator of ['ArnLike', 'ArnEquals', 'StringLike', 'arnlike', 'ArnLikeIfExists']) {
      assert.equal(trustWith(sourceArn(operator, wanted)), 'trusts', operator);
    }
    assert.equal(trustWith(sourceArn('ArnLike', ['arn:aws:eks:*:*:fargateprofile/other/*', wanted])), 'trusts');
    assert.equal(trustWith(sourceArn('StringEquals', SOURCE_ARN)), 'trusts');
  });

  test('does not fit a profile of another cluster, region or account', () => {
    const others = [
      'arn:aws:eks:eu-west-1:111122223333:fargateprofile/other/*',
      'arn:aws:eks:us-east-1:111122223333:fargateprofile/demo/*',
      'arn:aws:eks:eu-west-1:999999999999:fargateprofile/demo/*',
      'arn:aws:eks:eu-west-1:111122223333:cluster/demo',
    ];
    for (const arn of others) assert.equal(trustWith(sourceArn('ArnLike', arn)), 'other-source', arn);
    assert.equal(trustWith(sourceArn('StringEquals', others[0] ?? '')), 'other-source');
  });

  test('takes a wildcard under StringEquals literally', () => {
    const value = 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/*';
    assert.equal(trustWith(sourceArn('StringEquals', value)), 'other-source');
  });

  test('is enough with one statement that fits', () => {
    const other = sourceArn('ArnLike', 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/other/*');
    assert.equal(trustWith(other, allowing()), 'trusts');
  });

  test('does not trust Fargate where a statement denies it', () => {
    assert.equal(trustWith(allowing(), allowing({ Effect: 'Deny' })), 'not-allowed');
  });

  test('is unclear where it depends on what EKS may send or not', () => {
    const unclear = [
      allowing({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      allowing({ Condition: { ArnNotLike: { 'aws:SourceArn': 'arn:aws:eks:*:*:fargateprofile/other/*' } } }),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
      sourceArn('ArnLike', 'arn:aws:eks:eu-west-1:${aws:PrincipalAccount}:fargateprofile/demo/*'),
      sourceArn('ArnLike', 'fargateprofile/demo/*'),
      { Effect: 'Allow', NotPrincipal: SERVICE, Action: 'sts:AssumeRole' },
      allowing({ Principal: { AWS: '*' } }),
    ];
    for (const statement of unclear) assert.equal(trustWith(statement), 'unclear', JSON.stringify(statement));
    assert.equal(kindOf('not a policy'), 'unclear');
  });

  test('is unclear with a condition while the ARN of the profile is not known', () => {
    const statement = sourceArn('ArnLike', 'arn:aws:eks:eu-west-1:111122223333:fargateprofile/demo/*');
    assert.equal(evaluateTrust({ Statement: [statement] }, { sourceArn: undefined }).kind, 'unclear');
    assert.equal(evaluateTrust({ Statement: [allowing()] }, { sourceArn: undefined }).kind, 'trusts');
  });
});

describe('a pattern of IAM', () => {
  test('matches any characters by * and one by ?', () => {
    assert.ok(matchesGlob('a*c?', 'abbbcd'));
    assert.ok(matchesGlob('*', ''));
    assert.ok(matchesGlob('*b*b', 'abab'));
    assert.ok(!matchesGlob('a*c?', 'abbbc'));
    assert.ok(!matchesGlob('', 'a'));
    assert.ok(!matchesGlob('a.c', 'abc'));
  });

  test('does not let a wildcard of one part of an ARN match another part', () => {
    assert.equal(matchesArn('arn:aws:eks:*:fargateprofile/demo/*', SOURCE_ARN), undefined);
    assert.equal(matchesArn('arn:*:eks:*:*:fargateprofile/demo/*', SOURCE_ARN), true);
    assert.equal(matchesArn('arn:aws:eks:*:x:fargateprofile/demo/*', SOURCE_ARN), false);
  });

  test('ends soon for many wildcards that do not match', () => {
    assert.ok(!matchesGlob('*a'.repeat(200), `${'a'.repeat(5_000)}b`));
  });
});
