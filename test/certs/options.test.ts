import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from '../../certs/options.ts';

test('reads what an installation can differ in', () => {
  const role = 'arn:aws:iam::111122223333:role/team/fargate-admission';
  const image = 'registry.example:5000/fargate-admission:0.1.0';
  const args = ['--cluster-name', 'demo', '--role-arn', role, '--image', image, '--region=eu-west-1', '--output=out'];
  assert.deepEqual(readOptions(args), {
    kind: 'valid',
    options: { installation: { clusterName: 'demo', region: 'eu-west-1', roleArn: role, image }, output: 'out' },
  });
});

test('needs no more than the name of the cluster', () => {
  const installation = { clusterName: 'demo', region: undefined, roleArn: undefined, image: undefined };
  assert.deepEqual(readOptions(['--cluster-name', 'demo']), {
    kind: 'valid',
    options: { installation, output: undefined },
  });
});

test('tells every problem at once', () => {
  const result = readOptions(['--role-arn', 'admin', '--image', 'a b', '--region', 'Europe']);
  assert.deepEqual(result, {
    kind: 'invalid',
    problems: [
      '--cluster-name: is missing',
      '--role-arn: expected the ARN of an IAM role',
      '--image: expected a container image',
      '--region: expected an AWS region',
    ],
  });
});

test('refuses a value that would add a line to the settings', () => {
  const result = readOptions(['--cluster-name=demo\nA=1', '--region=eu-west-1\nA=1']);
  assert.equal(result.kind === 'invalid' && result.problems.length, 2);
});

test('names an option that it does not know', () => {
  assert.deepEqual(readOptions(['--cluster', 'demo']), { kind: 'invalid', problems: ["Unknown option '--cluster'"] });
});

test('takes --help for help, whatever else is missing', () => {
  assert.deepEqual(readOptions(['--help']), { kind: 'help' });
});
