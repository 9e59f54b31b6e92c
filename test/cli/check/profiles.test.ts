import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reportOf } from '../../support/cli/check.ts';
import { runCli } from '../../support/terminal.ts';

const RESERVED = { fargateProfileName: 'eks-web', podExecutionRoleArn: 'arn:aws:iam::111122223333:role/pods' };

describe('JSON of the AWS CLI', () => {
  test('gets the findings that a resource gets', async () => {
    const { items, summary } = await reportOf(
      JSON.stringify({ ...RESERVED, selectors: [{ namespace: 'shop' }] }),
      'in.json',
    );
    assert.deepEqual(
      items.map(({ object, findings }) => [object.kind, object.name, findings.map(({ code }) => code)]),
      [['FargateProfile', 'eks-web', ['profile-name-reserved']]],
    );
    assert.equal(summary.profiles, 1);
  });

  test('without selectors is an error', async () => {
    const { items } = await reportOf(JSON.stringify({ ...RESERVED, fargateProfileName: 'web' }));
    assert.deepEqual(
      items.flatMap(({ findings }) => findings.map(({ code, field }) => [code, field])),
      [['selectors-required', 'selectors']],
    );
  });

  test('may be several descriptions, one after another or in a list', async () => {
    const described = ['a', 'b'].map((name) => ({
      fargateProfile: { fargateProfileName: name, selectors: [{ namespace: '*' }], tags: { 'aws:x': 'set by AWS' } },
    }));
    const inARow = described.map((one) => JSON.stringify(one, undefined, 2)).join('\n');
    for (const text of [inARow, JSON.stringify(described)]) {
      const { items } = await reportOf(text);
      assert.deepEqual(
        items.map(({ object, findings }) => [object.name, findings.map(({ code }) => code)]),
        [
          ['a', ['selector-namespace-any']],
          ['b', ['selector-namespace-any']],
        ],
      );
    }
  });

  test('that holds only names is not readable, and says what is', async () => {
    const { unreadable } = await reportOf('{"fargateProfileNames": ["web"]}');
    assert.match(unreadable[0]?.reason ?? '', /aws eks describe-fargate-profile/);
  });
});

test('a name that two documents give is reported on the second, with the place of the first', async () => {
  const profile = (namespace: string) =>
    JSON.stringify({
      fargateProfileName: 'web',
      clusterName: 'demo',
      podExecutionRoleArn: 'a',
      selectors: [{ namespace }],
    });
  const { items } = await reportOf(`${profile('a')}\n---\n${profile('b')}\n`, 'profiles.yaml');
  assert.deepEqual(
    items.map(({ findings }) => findings.map(({ code, message }) => [code, message])),
    [
      [],
      [
        [
          'profile-name-duplicate',
          'the name is also that of the profile in profiles.yaml:1, and a name is unique in a cluster',
        ],
      ],
    ],
  );
});

test('an element of what eksctl prints is found where it is in the list', async () => {
  const text = `- name: web
  podExecutionRoleARN: arn
  selectors: [{namespace: shop}]
- name: api
  podExecutionRoleARN: arn
  selectors:
  - namespace: "\${NAMESPACE}"
`;
  const { items } = await reportOf(text);
  assert.deepEqual(
    items.map(({ object, location }) => [object.name, location.line]),
    [
      ['web', 1],
      ['api', 4],
    ],
  );
  const [found] = items[1]?.findings ?? [];
  assert.deepEqual([found?.code, found?.location.line], ['selector-namespace-impossible', 7]);
});

test('a profile of a Terraform plan is named by its address, and found in the JSON', async () => {
  const address = 'module.eks["a"].aws_eks_fargate_profile.this[0]';
  const values = { fargate_profile_name: 'eks-a', selector: [{ namespace: 'shop' }] };
  const resources = [{ address, mode: 'managed', type: 'aws_eks_fargate_profile', values }];
  const plan = { format_version: '1.2', planned_values: { root_module: { child_modules: [{ resources }] } } };
  const { items } = await reportOf(JSON.stringify(plan, undefined, 1), 'tfplan.json');
  assert.deepEqual(
    items.flatMap(({ object, findings }) => findings.map(({ field, location }) => [object.name, field, location.line])),
    [[address, `${address}.fargate_profile_name`, 13]],
  );
});

test('a file of profiles alone needs no source of profiles', async () => {
  const input = JSON.stringify({ ...RESERVED, selectors: [{ namespace: 'shop' }] });
  const { code, output } = await runCli(['check', '-f', '-'], { input });
  assert.equal(code, 1);
  assert.match(output, /\[profile-name-reserved\][\s\S]*1 profile/);
});
