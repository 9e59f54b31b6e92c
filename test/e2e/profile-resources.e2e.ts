import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { create } from '../support/cluster/placed-pods.ts';
import { BY_EVERY_KIND } from '../support/cluster/profile-samples.ts';
import { eventually } from '../support/eventually.ts';
import { runMain } from '../support/processes/main-process.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';

const CRDS = fileURLToPath(new URL('../fixtures/crds', import.meta.url));

/** `profile-0` and so on, one of each kind. */
const PROFILES = BY_EVERY_KIND.map(({ profile }, index) =>
  profile(`profile-${index}`, [{ namespace: `team-${index}` }]),
);

describe('audit, with the FargateProfile resources of a real API server', { skip: skipWithoutControlPlane() }, () => {
  const controlPlane = useControlPlane();

  function audit(): Promise<ProgramResult> {
    const args = ['audit', '--profile-resources', '-n', 'infra', '-o', 'json'];
    return runMain(args, { env: { KUBECONFIG: controlPlane().adminKubeconfig } });
  }

  test('says that the cluster knows none, and then reads all five kinds', async () => {
    const cluster = controlPlane();
    await cluster.createNamespace('infra');
    const before = await audit();
    assert.equal(before.stderr, 'no profiles: the cluster knows no kind of FargateProfile resource\n');
    assert.equal(before.code, 1);

    await cluster.kubectlOutput(['apply', '--server-side', `--filename=${CRDS}`]);
    await eventually(() => create(cluster, PROFILES), { timeoutMs: 30_000 });
    const { code, stdout, stderr } = await audit();
    assert.equal(stderr, '');
    assert.equal(code, 0);
    const profiles = new Field(JSON.parse(stdout)).get('profiles').list();
    const names = profiles.map((profile) => profile.get('name').string() ?? '');
    assert.deepEqual(names, ['profile-0', 'profile-1', 'profile-2', 'profile-3', 'profile-4']);
  });
});
