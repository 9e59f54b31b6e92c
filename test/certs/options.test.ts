import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseArguments, readInstallation } from '../../certs/options.ts';

const ROLE = 'arn:aws:iam::111122223333:role/team/fargate-admission';
const IMAGE = 'registry.example:5000/fargate-admission:0.1.0';

describe('the arguments', () => {
  test('name what an installation can differ in, and the folder', () => {
    const args = ['--cluster-name', 'demo', '--role-arn', ROLE, '--image', IMAGE, '--region=eu-west-1', '--output=out'];
    const result = parseArguments(args);
    assert.equal(result.kind, 'parsed');
    assert.deepEqual(
      { ...(result.kind === 'parsed' ? result.values : {}) },
      { 'cluster-name': 'demo', 'role-arn': ROLE, image: IMAGE, region: 'eu-west-1' },
    );
    assert.equal(result.kind === 'parsed' && result.output, 'out');
  });

  test('of no known option are a problem', () => {
    assert.deepEqual(parseArguments(['--cluster', 'demo']), {
      kind: 'invalid',
      problems: ["Unknown option '--cluster'"],
    });
  });

  test('ask for help, whatever else is missing', () => {
    assert.deepEqual(parseArguments(['--help']), { kind: 'help' });
  });
});

describe('the installation', () => {
  test('needs a cluster, a role and an image, and has no region of its own', () => {
    assert.deepEqual(readInstallation({ 'cluster-name': 'demo', 'role-arn': ROLE, image: IMAGE }, {}), {
      kind: 'valid',
      installation: { 'cluster-name': 'demo', 'role-arn': ROLE, image: IMAGE, region: 'none' },
    });
  });

  test('keeps what the last run was given, but for what is given now', () => {
    const lastRun = { 'cluster-name': 'demo', 'role-arn': ROLE, image: IMAGE, region: 'eu-west-1' };
    assert.deepEqual(readInstallation({ image: 'registry.example/fargate-admission:0.2.0' }, lastRun), {
      kind: 'valid',
      installation: { ...lastRun, image: 'registry.example/fargate-admission:0.2.0' },
    });
  });

  test('takes none for an answer where there is no role and no region', () => {
    const lastRun = { 'cluster-name': 'demo', 'role-arn': ROLE, image: IMAGE, region: 'eu-west-1' };
    const result = readInstallation({ 'role-arn': 'none', region: 'none' }, lastRun);
    assert.deepEqual(result.kind === 'valid' && [result.installation['role-arn'], result.installation.region], [
      'none',
      'none',
    ]);
  });

  test('is refused without a role and an image that nothing says: to apply it would take them from the cluster', () => {
    assert.deepEqual(readInstallation({ 'cluster-name': 'demo' }, {}), {
      kind: 'invalid',
      problems: [
        '--role-arn: is missing, and the output folder holds no run that says it',
        '--image: is missing, and the output folder holds no run that says it',
      ],
    });
  });

  test('is refused with every problem at once', () => {
    assert.deepEqual(readInstallation({ 'role-arn': 'admin', image: 'a b', region: 'Europe' }, {}), {
      kind: 'invalid',
      problems: [
        '--cluster-name: is missing, and the output folder holds no run that says it',
        '--role-arn: expected the ARN of an IAM role, or none',
        '--image: expected a container image',
        '--region: expected an AWS region, or none',
      ],
    });
  });

  test('is refused where a value would add a line to the settings', () => {
    const given = { 'cluster-name': 'demo\nA=1', 'role-arn': 'none', image: IMAGE, region: 'eu-west-1\nA=1' };
    const result = readInstallation(given, {});
    assert.equal(result.kind === 'invalid' && result.problems.length, 2);
  });
});
