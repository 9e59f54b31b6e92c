import type { Field } from '../field.ts';
import { REVIEWED_KINDS } from './kubernetes-kinds.ts';
import { ACTIONS_RUNNER_KINDS } from './operators/actions-runners.ts';
import { ARGO_ROLLOUTS_KINDS } from './operators/argo-rollouts.ts';
import { ARGO_WORKFLOWS_KINDS } from './operators/argo-workflows.ts';
import { BATCH_KINDS } from './operators/batch.ts';
import { LEADER_WORKER_SET_KINDS } from './operators/leader-worker-sets.ts';
import { MACHINE_LEARNING_KINDS } from './operators/machine-learning.ts';
import { OPENKRUISE_KINDS } from './operators/openkruise.ts';
import { SERVICE_KINDS } from './operators/services.ts';
import { TEKTON_KINDS } from './operators/tekton.ts';
import { UNREAD_KINDS } from './operators/unread.ts';
import { VOLCANO_KINDS } from './operators/volcano.ts';
import type { WorkloadKind } from './workload-kind.ts';

/**
 * Kinds of operators, each with the source of what it says. The controllers may add more labels than those named there.
 */
export const OPERATOR_KINDS: readonly WorkloadKind[] = [
  ...SERVICE_KINDS,
  ...ARGO_ROLLOUTS_KINDS,
  ...ARGO_WORKFLOWS_KINDS,
  ...TEKTON_KINDS,
  ...ACTIONS_RUNNER_KINDS,
  ...BATCH_KINDS,
  ...LEADER_WORKER_SET_KINDS,
  ...VOLCANO_KINDS,
  ...MACHINE_LEARNING_KINDS,
  ...OPENKRUISE_KINDS,
  ...UNREAD_KINDS,
];

/** Every kind that the program knows to make pods. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [...REVIEWED_KINDS, ...OPERATOR_KINDS];

/** Finds the row of an object. */
export type KindTable = ReadonlyMap<string, WorkloadKind>;

/** @param more kinds that the user names; they replace the built-in row of the same kind. */
export function createKindTable(more: readonly WorkloadKind[] = []): KindTable {
  return tableOf([...WORKLOAD_KINDS, ...more]);
}

/** The kinds that the webhook reviews. */
export const REVIEWED: KindTable = tableOf(REVIEWED_KINDS);

export const ALL_KINDS: KindTable = tableOf(WORKLOAD_KINDS);

function tableOf(rows: readonly WorkloadKind[]): KindTable {
  return new Map(rows.flatMap((row) => versionsOf(row).map((apiVersion) => [keyOf(apiVersion, row.kind), row])));
}

/** What is not predicted in one version of a group, is not in the others: they are skipped by name too. */
function versionsOf({ apiVersions, pods }: WorkloadKind): readonly string[] {
  return pods.kind === 'unknown' ? [...apiVersions, anyVersionOf(apiVersions[0])] : apiVersions;
}

function anyVersionOf(apiVersion: string): string {
  return `${apiVersion.split('/')[0]}/*`;
}

/** Undefined for an object of another kind. */
export function workloadKindOf(document: Field, kinds: KindTable): WorkloadKind | undefined {
  const { value: apiVersion } = document.get('apiVersion');
  const { value: kind } = document.get('kind');
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return kinds.get(keyOf(apiVersion, kind)) ?? kinds.get(keyOf(anyVersionOf(apiVersion), kind));
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}
