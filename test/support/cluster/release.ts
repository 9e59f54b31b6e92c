import assert from 'node:assert/strict';
import { Field } from '../../../src/documents/field.ts';
import { CHART, runHelm, type Values } from '../chart/rendered-chart.ts';
import type { ProgramResult } from '../processes/run-program.ts';
import type { ControlPlane } from './control-plane.ts';

export const NAMESPACE = 'fargate-admission';
const RELEASE = 'fargate-admission';

/** A release of the chart in a cluster. */
export interface Release {
  /** Runs it to its end, whatever its exit code. */
  helm(args: readonly string[], values?: Values): Promise<ProgramResult>;
  /** With the values in place of all others. */
  install(values: Values): Promise<void>;
  upgrade(values: Values, ...flags: readonly string[]): Promise<ProgramResult>;
  uninstall(): Promise<void>;
  /** By both ways of apply: what Helm has rendered is what the cluster holds. */
  assertNoDifference(): Promise<void>;
}

/** `home`: where Helm keeps its caches. */
export function bindRelease(controlPlane: () => ControlPlane, home: () => string): Release {
  function helm(args: readonly string[], values?: Values): Promise<ProgramResult> {
    const env = { HOME: home(), KUBECONFIG: controlPlane().adminKubeconfig };
    const given = values === undefined ? [] : ['--values=-'];
    return runHelm([...args, `--namespace=${NAMESPACE}`, ...given], { env, input: JSON.stringify(values ?? {}) });
  }
  return {
    helm,
    async install(values) {
      assertDone(await helm(['install', RELEASE, CHART, '--create-namespace'], values));
    },
    upgrade: (values, ...flags) => helm(['upgrade', RELEASE, CHART, '--reset-values', ...flags], values),
    async uninstall() {
      assertDone(await helm(['uninstall', RELEASE]));
    },
    async assertNoDifference() {
      const { stdout: input } = await helm(['get', 'manifest', RELEASE]);
      for (const flags of [[], ['--server-side']]) {
        const difference = await controlPlane().kubectl(['diff', ...flags, '--filename=-'], { input });
        assert.deepEqual(difference, { code: 0, stdout: '', stderr: '' });
      }
    },
  };
}

export function assertDone({ code, stderr }: ProgramResult): void {
  assert.deepEqual([code, stderr], [0, '']);
}

/** Names of everything in the cluster that names the release, but for events, by `resource/name`. */
export async function leftBehind({ kubectlOutput }: ControlPlane): Promise<readonly string[]> {
  const resources = (await kubectlOutput(['api-resources', '--verbs=list,delete', '--output=name'])).trim().split('\n');
  const kinds = resources.filter((name) => !name.startsWith('events')).join(',');
  const names = (await kubectlOutput(['get', kinds, '--all-namespaces', '--output=name'])).trim().split('\n');
  return names.filter((name) => name.includes('fargate-'));
}

/** Of every webhook in the cluster: empty where there is none. */
export async function caBundles({ kubectlOutput }: ControlPlane): Promise<Readonly<Record<string, string>>> {
  const kinds = 'mutatingwebhookconfigurations,validatingwebhookconfigurations';
  const webhooks = new Field(JSON.parse(await kubectlOutput(['get', kinds, '--output=json'])))
    .get('items')
    .list()
    .flatMap((configuration) => configuration.get('webhooks').list());
  return Object.fromEntries(
    webhooks.map((webhook) => [
      webhook.get('name').string() ?? '',
      webhook.get('clientConfig').get('caBundle').string() ?? '',
    ]),
  );
}
