import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InputProfiles, type ProfileContext } from '../../../src/documents/assessment/profile.ts';
import { Field } from '../../../src/documents/field.ts';
import { AWS_INPUT } from '../../../src/documents/profiles/aws-cli.ts';
import { EKSCTL_CONFIG } from '../../../src/documents/profiles/eksctl.ts';
import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import { profileSet } from '../../support/profiles.ts';

describe('the profiles of a ClusterConfig', () => {
  test('are too many from the eleventh on, which alone is reported', () => {
    assert.deepEqual(tooMany(names('p', 12), undefined), ['11 at fargateProfiles[10].name']);
    assert.deepEqual(tooMany(names('p', 10), undefined), []);
  });

  test('count with those that the cluster has', () => {
    assert.deepEqual(tooMany(names('p', 3), names('old', 8)), ['11 at fargateProfiles[2].name']);
    assert.deepEqual(tooMany(names('p', 2), names('old', 8)), []);
  });

  test('count once where the cluster has them already', () => {
    assert.deepEqual(tooMany(names('p', 10), names('p', 10)), []);
  });

  test('may be as many as AWS allows the account', () => {
    assert.deepEqual(tooMany(names('p', 12), undefined, 12), []);
  });
});

describe('the profiles of several documents', () => {
  const PROFILES = {
    limits: { ...DEFAULT_LIMITS, maxProfiles: 1 },
    cluster: { clusterName: undefined, profiles: undefined },
  };

  /** Each with its cluster, its name, its file and its namespace; what is said of the last. */
  function lastOf(
    ...inputs: readonly (readonly [cluster: string | undefined, name: string, file: string, namespace?: string])[]
  ) {
    const input = new InputProfiles(PROFILES);
    const findings = inputs.map(([clusterName, fargateProfileName, file, namespace = 'a']) => {
      const document = new Field({
        clusterName,
        fargateProfileName,
        selectors: [{ namespace }],
        podExecutionRoleArn: 'a',
      });
      const [profile] = AWS_INPUT.read(document);
      assert.ok(profile);
      return input.assess(profile, { file, place: `${file}:1` });
    });
    return findings.at(-1)?.map(({ code }) => code);
  }

  test('of one cluster count together', () => {
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['demo', 'b', 'b.json']), ['too-many-profiles']);
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['demo', 'a', 'b.json', 'b']), ['profile-name-duplicate']);
  });

  test('may be the same profile, in two files', () => {
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['demo', 'a', 'b.json']), []);
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['demo', 'a', 'a.json']), ['profile-name-duplicate']);
  });

  test('of different clusters do not', () => {
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['other', 'b', 'a.json']), []);
    assert.deepEqual(lastOf(['demo', 'a', 'a.json'], ['other', 'a', 'a.json']), []);
  });

  test('that do not say for which cluster they are count together in a file', () => {
    assert.deepEqual(lastOf([undefined, 'a', 'a.json'], [undefined, 'b', 'a.json']), ['too-many-profiles']);
    assert.deepEqual(lastOf([undefined, 'a', 'a.json'], [undefined, 'a', 'a.json']), ['profile-name-duplicate']);
    assert.deepEqual(lastOf([undefined, 'a', 'a.json'], [undefined, 'b', 'b.json']), []);
  });
});

const PLACE = { file: 'cluster.yaml', place: 'cluster.yaml:1' };

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

/** `existing`: of the cluster, whose name is not known where there are none. */
function tooMany(wanted: readonly string[], existing: readonly string[] | undefined, maxProfiles = 10) {
  const fargateProfiles = wanted.map((name) => ({ name, selectors: [{ namespace: name }] }));
  const document = new Field({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'demo' },
    fargateProfiles,
  });
  const profiles = profileSet(...(existing ?? []).map((name) => ({ name, selectors: [{ namespace: name }] })));
  const clusterName = existing === undefined ? undefined : 'demo';
  const context: ProfileContext = { limits: { ...DEFAULT_LIMITS, maxProfiles }, cluster: { clusterName, profiles } };
  const input = new InputProfiles(context);
  return EKSCTL_CONFIG.read(document)
    .flatMap((profile) => input.assess(profile, PLACE))
    .flatMap(({ field, problem }) => (problem.kind === 'too-many' ? [`${problem.actual} at ${field}`] : []));
}
