import type { Command } from 'commander';
import type { FleetReport } from '../../../audit/fleet/fleet-report.ts';
import type { SettingReader } from '../../../settings/reader.ts';
import { SETTINGS } from '../../../settings/table.ts';
import { choice, parsed, refused, type ValueType } from '../../../settings/value-type.ts';
import { CLUSTER_FLAGS, FAIL_ON, type FailOn } from '../../shared/cluster-request.ts';
import {
  type Flag,
  flagValues,
  isGiven,
  isMentioned,
  readNamespaces,
  readTyped,
  type SwitchFlag,
} from '../../shared/flags.ts';
import { type ChosenOutput, readOutputs } from '../../shared/outputs.ts';
import { type PricesIn, readPrices } from '../../shared/prices.ts';
import { PROFILE_RESOURCES } from '../../shared/profile-flags.ts';
import { readTargetVersion, type WantedUpgrade } from '../upgrade.ts';
import { FLEET_OUTPUTS } from './outputs.ts';

export const FLEET_FLAGS = {
  contexts: {
    name: 'contexts',
    placeholder: 'CONTEXT,…',
    description: 'audit the clusters of these kubeconfig contexts; may be repeated',
    isRepeatable: true,
  },
  kubeconfigs: {
    name: 'kubeconfigs',
    placeholder: 'FOLDER',
    description: 'audit the cluster of the current context of each kubeconfig in this folder',
  },
  concurrency: {
    name: 'concurrency',
    placeholder: 'NUMBER',
    description: 'clusters that are read at the same time (default: 4)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

export const ALL_CONTEXTS = {
  name: 'all-contexts',
  description: 'audit the clusters of all contexts of the kubeconfig',
} as const satisfies SwitchFlag;

/** The arguments of `audit` for several clusters. */
export interface FleetRequest extends WantedUpgrade {
  readonly clusters: ChosenClusters;
  /** Undefined: the usual one. */
  readonly kubeconfig: string | undefined;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly profiles: FleetProfiles;
  readonly pricesIn: PricesIn;
  readonly outputs: readonly ChosenOutput<FleetReport>[];
  readonly failOn: FailOn | undefined;
  readonly concurrency: number;
}

export type ChosenClusters =
  | { readonly kind: 'contexts'; readonly names: readonly string[] }
  | { readonly kind: 'all-contexts' }
  | { readonly kind: 'folder'; readonly path: string };

/** `eks`: of the cluster that the context names. */
export type FleetProfiles =
  | { readonly kind: 'eks' }
  | { readonly kind: 'resources' }
  | { readonly kind: 'files'; readonly path: string };

export function isFleet(command: Command): boolean {
  return (
    [FLEET_FLAGS.contexts, FLEET_FLAGS.kubeconfigs].some((flag) => isMentioned(command, flag)) ||
    isGiven(command, ALL_CONTEXTS)
  );
}

/** Undefined for an invalid request, which the reader rejects. */
export function readFleetRequest(command: Command, reader: SettingReader): FleetRequest | undefined {
  const clusters = readClusters(command, reader);
  const request = {
    kubeconfig: flagValues(command, CLUSTER_FLAGS.kubeconfig, reader).at(-1),
    namespaces: readNamespaces(command, CLUSTER_FLAGS.namespace, reader),
    profiles: readProfiles(command, reader),
    pricesIn: readPrices(command, reader),
    outputs: readOutputs(command, FLEET_OUTPUTS, reader),
    failOn: readTyped(command, { flag: FAIL_ON_FLAG, type: choice(FAIL_ON), reader }),
    targetMinor: readTargetVersion(command, reader),
    concurrency: readTyped(command, { flag: FLEET_FLAGS.concurrency, type: CONCURRENCY, reader }) ?? 4,
  };
  return clusters && { clusters, ...request };
}

const FAIL_ON_FLAG: Flag = { name: 'fail-on', placeholder: FAIL_ON.join('|'), description: '' };

function readClusters(command: Command, reader: SettingReader): ChosenClusters | undefined {
  const names = flagValues(command, FLEET_FLAGS.contexts, reader).flatMap((text) => text.split(','));
  const folder = flagValues(command, FLEET_FLAGS.kubeconfigs, reader).at(-1);
  const given = [
    ...(names.length > 0 ? [FLEET_FLAGS.contexts] : []),
    ...(folder === undefined ? [] : [FLEET_FLAGS.kubeconfigs]),
    ...(isGiven(command, ALL_CONTEXTS) ? [ALL_CONTEXTS] : []),
    ...(isMentioned(command, CLUSTER_FLAGS.context) ? [CLUSTER_FLAGS.context] : []),
    ...(folder !== undefined && isMentioned(command, CLUSTER_FLAGS.kubeconfig) ? [CLUSTER_FLAGS.kubeconfig] : []),
  ];
  if (given.length > 1) {
    reader.reject(`${given.map(({ name }) => `--${name}`).join(' and ')}: choose one`);
    return undefined;
  }
  if (names.includes('')) reader.reject('--contexts: expected names with commas between them');
  if (folder !== undefined) return { kind: 'folder', path: folder };
  return names.length > 0 ? { kind: 'contexts', names: [...new Set(names)] } : { kind: 'all-contexts' };
}

function readProfiles(command: Command, reader: SettingReader): FleetProfiles {
  const clusterName = reader.read(SETTINGS.clusterName);
  if (clusterName !== undefined) {
    reader.reject(`${reader.nameOf(SETTINGS.clusterName)}: the context of each cluster says its name; leave it out`);
  }
  const path = reader.read(SETTINGS.profiles);
  if (isGiven(command, PROFILE_RESOURCES)) {
    if (path !== undefined)
      reader.reject(`--${PROFILE_RESOURCES.name} and ${reader.nameOf(SETTINGS.profiles)}: choose one`);
    return { kind: 'resources' };
  }
  return path === undefined ? { kind: 'eks' } : { kind: 'files', path };
}

/** Each cluster has an API server and an EKS endpoint of its own; the limit is this machine. */
const MAX_CONCURRENCY = 32;

const CONCURRENCY: ValueType<number> = {
  placeholder: 'NUMBER',
  parse: (text) =>
    /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_CONCURRENCY
      ? parsed(Number(text))
      : refused(`a number from 1 to ${MAX_CONCURRENCY}`),
  format: String,
};
