import type { Command } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues, isGiven, readNamespaces, type SwitchFlag } from './flags.ts';
import { type PricesIn, readPrices } from './prices.ts';
import { type ClusterProfileOrigin, PROFILE_RESOURCES, readClusterProfileOrigin } from './profile-flags.ts';

export const CONTEXT_FLAGS = {
  kubeconfig: {
    name: 'kubeconfig',
    placeholder: 'PATH',
    description: 'kubeconfig of the cluster (default: those of KUBECONFIG, or ~/.kube/config)',
  },
  context: {
    name: 'context',
    placeholder: 'CONTEXT',
    description: 'kubeconfig context of the cluster (default: the current one, or the cluster that this runs in)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Which cluster the user has chosen. */
export interface ChosenCluster {
  /** Undefined: the current one. */
  readonly context: string | undefined;
  /** Path; undefined: those of KUBECONFIG, or `~/.kube/config`. */
  readonly kubeconfig: string | undefined;
}

/** Results from which `--fail-on` makes the exit code 1. */
export const FAIL_ON = ['fail', 'warn'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export const CLUSTER_FLAGS = {
  ...CONTEXT_FLAGS,
  namespace: {
    name: 'namespace',
    short: 'n',
    placeholder: 'NAMESPACE',
    description: 'namespace to read; may be repeated (default: all)',
    isRepeatable: true,
  },
} as const satisfies Readonly<Record<string, Flag>>;

export const CLUSTER_SWITCHES = {
  allNamespaces: { name: 'all-namespaces', short: 'A', description: 'read all namespaces, which is the default' },
  profileResources: PROFILE_RESOURCES,
} as const satisfies Readonly<Record<string, SwitchFlag>>;

/** What `audit` and `plan` read, and at which prices. */
export interface ClusterRequest extends ChosenCluster {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly profileOrigin: ClusterProfileOrigin;
  readonly pricesIn: PricesIn;
}

export function readChosenCluster(command: Command, reader: SettingReader): ChosenCluster {
  return {
    context: flagValues(command, CONTEXT_FLAGS.context, reader).at(-1),
    kubeconfig: flagValues(command, CONTEXT_FLAGS.kubeconfig, reader).at(-1),
  };
}

/** Undefined for an invalid request, which the reader rejects. */
export async function readClusterRequest(
  command: Command,
  reader: SettingReader,
  mayBeInPlan = false,
): Promise<ClusterRequest | undefined> {
  const chosen = readChosenCluster(command, reader);
  const namespaces = readNamespaces(command, CLUSTER_FLAGS.namespace, reader);
  if (namespaces.length > 0 && isGiven(command, CLUSTER_SWITCHES.allNamespaces)) {
    reader.reject('--namespace and --all-namespaces: choose one');
  }
  const pricesIn = readPrices(command, reader);
  const profileOrigin = await readClusterProfileOrigin(command, reader, mayBeInPlan);
  return profileOrigin && { ...chosen, namespaces, profileOrigin, pricesIn };
}
