import type { Field } from '../field.ts';
import { REVIEWED_KINDS } from './kubernetes-kinds.ts';
import { OPERATOR_KINDS } from './operator-kinds.ts';
import type { WorkloadKind } from './workload-kind.ts';

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
  return new Map(rows.flatMap((row) => row.apiVersions.map((apiVersion) => [keyOf(apiVersion, row.kind), row])));
}

/** Undefined for an object of another kind. */
export function workloadKindOf(document: Field, kinds: KindTable): WorkloadKind | undefined {
  const { value: apiVersion } = document.get('apiVersion');
  const { value: kind } = document.get('kind');
  return typeof apiVersion === 'string' && typeof kind === 'string' ? kinds.get(keyOf(apiVersion, kind)) : undefined;
}

function keyOf(apiVersion: string, kind: string): string {
  return `${apiVersion}/${kind}`;
}
