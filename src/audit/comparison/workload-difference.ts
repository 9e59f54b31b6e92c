import type { ComparableWorkload } from './earlier-report.ts';

/** Something that is other than it was. Each list is in name order. */
export interface Move {
  readonly what: 'profile' | 'node type' | 'size';
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What needs attention: a verdict on pods that neither passes nor is skipped, or a finding about a new pod. */
export interface Problem {
  readonly kind: 'verdict' | 'finding';
  /** The result of a verdict, the severity of a finding. */
  readonly level: string;
  readonly code: string;
  /** Of a finding: path in the pod. */
  readonly field?: string;
  readonly message: string;
  /** Empty where no action is needed. */
  readonly fix: string;
}

export function movesOf(before: ComparableWorkload, after: ComparableWorkload): readonly Move[] {
  const moves: readonly Move[] = [
    { what: 'profile', before: before.profiles.toSorted(), after: after.profiles.toSorted() },
    { what: 'node type', before: nodeTypesOf(before), after: nodeTypesOf(after) },
    { what: 'size', before: before.sizes.toSorted(), after: after.sizes.toSorted() },
  ];
  return moves.filter((move) => move.before.join('\n') !== move.after.join('\n'));
}

/** By {@link AuditedPod.placement}. A pod that has no node yet says nothing of where the workload runs. */
const NODE_TYPES: ReadonlyMap<string, string> = new Map([
  ['fargate', 'Fargate'],
  ['other-node', 'off Fargate'],
]);

function nodeTypesOf({ podList }: ComparableWorkload): readonly string[] {
  const types = new Set(podList.map(({ placement }) => NODE_TYPES.get(placement)));
  return [...NODE_TYPES.values()].filter((type) => types.has(type));
}

const WITHOUT_ACTION: ReadonlySet<string> = new Set(['pass', 'skip']);

export function problemsOf(workload: ComparableWorkload | undefined): readonly Problem[] {
  if (workload === undefined) return [];
  const { verdicts, findings } = workload;
  return [
    ...verdicts
      .filter(({ result }) => !WITHOUT_ACTION.has(result))
      .map(({ result, code, message, fix }) => ({ kind: 'verdict', level: result, code, message, fix }) as const),
    ...findings.map(
      ({ severity, code, field, message, fix }) =>
        ({ kind: 'finding', level: severity, code, field, message, fix }) as const,
    ),
  ];
}

/** Those of the one whose code, at the same field, the other does not have: messages name pods and nodes, which change. */
export function without(problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const known = new Set(others.map(keyOf));
  return problems.filter((problem) => !known.has(keyOf(problem)));
}

function keyOf({ kind, code, field = '' }: Problem): string {
  return `${kind} ${code} ${field}`;
}
