import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SETTING_ROWS } from '../../src/settings/table.ts';
import { unknownVariables } from '../../src/settings/unknown-variables.ts';

const KNOWN = SETTING_ROWS.map(({ environmentVariable }) => environmentVariable);

describe('an environment variable that begins as a setting does', () => {
  const misspelt: readonly (readonly [name: string, nearest: string])[] = [
    ['FARGATE_ADMISSION_DENNY', 'FARGATE_ADMISSION_DENY'],
    ['FARGATE_ADMISSION_CLUSTERNAME', 'FARGATE_ADMISSION_CLUSTER_NAME'],
    ['FARGATE_ADMISSION_LOGLEVEL', 'FARGATE_ADMISSION_LOG_LEVEL'],
    ['FARGATE_ADMISSION_SERVICES', 'FARGATE_ADMISSION_SERVICE'],
    ['FARGATE_ADMISSION_OPS_PRT', 'FARGATE_ADMISSION_OPS_PORT'],
    [`FARGATE_ADMISSION_PROFILES${'S'.repeat(10_000)}`, 'FARGATE_ADMISSION_PROFILES'],
  ];
  for (const [name, nearest] of misspelt) {
    test(`and is none is an error with the nearest name: ${name.slice(0, 40)}`, () => {
      const [problem = '', ...more] = unknownVariables({ [name]: 'x' }, KNOWN);
      assert.ok(problem.startsWith(`${name}: no such setting; the nearest name is ${nearest}. `), problem);
      assert.deepEqual(more, []);
    });
  }

  for (const service of ['FARGATE_ADMISSION', 'FARGATE_ADMISSION_OPS', 'FARGATE_ADMISSION_METRICS_2']) {
    test(`is no error where Kubernetes sets it for a Service: ${service}`, () => {
      const links = {
        [`${service}_SERVICE_HOST`]: '10.0.0.1',
        [`${service}_SERVICE_PORT`]: '443',
        [`${service}_SERVICE_PORT_HTTPS`]: '443',
        [`${service}_PORT`]: 'tcp://10.0.0.1:443',
        [`${service}_PORT_443_TCP`]: 'tcp://10.0.0.1:443',
        [`${service}_PORT_443_TCP_PROTO`]: 'tcp',
        [`${service}_PORT_443_TCP_PORT`]: '443',
        [`${service}_PORT_443_TCP_ADDR`]: '10.0.0.1',
      };
      assert.deepEqual(unknownVariables(links, KNOWN), []);
    });
  }

  test('is no error where it is empty or a setting, nor is any other variable', () => {
    const environment = { FARGATE_ADMISSION_DENNY: '', FARGATE_ADMISSION_DENY: 'errors', FARGATE: 'x', PATH: '/bin' };
    assert.deepEqual(unknownVariables(environment, KNOWN), []);
  });
});
