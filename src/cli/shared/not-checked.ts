import type { LeftOut } from '../../documents/files/find-manifests.ts';
import { count } from './terminal-text.ts';

/** What was found and not checked, and how often. */
export type NotChecked =
  /** Kubernetes objects of a kind that makes no pods and holds no Fargate profile, or that is not known to. */
  | { readonly reason: 'other-kind'; readonly apiVersion: string; readonly kind: string; readonly count: number }
  | { readonly reason: 'no-kubernetes-object'; readonly count: number }
  /** Files. */
  | { readonly reason: 'helm-template'; readonly count: number }
  | { readonly reason: 'kustomization'; readonly count: number }
  /** A chart or a kustomization in a folder, and why. */
  | {
      readonly reason: 'not-rendered';
      readonly what: 'Helm chart' | 'kustomization';
      readonly name: string;
      readonly cause: string;
      readonly count: number;
    }
  | { readonly reason: 'kustomize-input'; readonly count: number }
  | { readonly reason: 'cdk-asset'; readonly count: number }
  /** Folders that hold such files. */
  | { readonly reason: 'terraform'; readonly count: number }
  | { readonly reason: 'folder'; readonly name: string; readonly count: number };

/** How many objects there are of one kind. */
export interface KindCount {
  readonly apiVersion: string;
  readonly kind: string;
  readonly count: number;
}

/** The most frequent first. */
export function countKinds(objects: readonly Omit<KindCount, 'count'>[]): readonly KindCount[] {
  const things = objects.map(({ apiVersion, kind }) => ({ reason: 'other-kind', apiVersion, kind }) as const);
  return countNotChecked(things)
    .filter((thing) => thing.reason === 'other-kind')
    .map(({ apiVersion, kind, count: own }) => ({ apiVersion, kind, count: own }));
}

/** One of them. */
export type NotCheckedThing = Without<NotChecked>;

type Without<Thing> = Thing extends unknown ? Omit<Thing, 'count'> : never;

export function notRead(leftOut: LeftOut): NotCheckedThing {
  return leftOut.kind === 'folder' ? { reason: 'folder', name: leftOut.name } : { reason: leftOut.kind };
}

/** Counted, in an order that does not depend on that of the files. */
export function countNotChecked(things: readonly NotCheckedThing[]): readonly NotChecked[] {
  const counts = new Map<string, NotChecked>();
  for (const thing of things) {
    const key = JSON.stringify(thing);
    counts.set(key, { ...thing, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const rank = ({ reason }: NotChecked) => REASONS.indexOf(reason);
  return [...counts.values()].toSorted(
    (a, b) => rank(a) - rank(b) || b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1),
  );
}

const REASONS: readonly NotChecked['reason'][] = [
  'other-kind',
  'no-kubernetes-object',
  'not-rendered',
  'helm-template',
  'kustomization',
  'kustomize-input',
  'cdk-asset',
  'terraform',
  'folder',
];

function nameOf(thing: NotChecked): string {
  if (thing.reason === 'other-kind') return `${thing.kind} ${thing.apiVersion}`;
  if (thing.reason === 'not-rendered') return `${thing.what} ${thing.name}`;
  return thing.reason === 'folder' ? thing.name : '';
}

/** `2 objects of other kinds (1 ConfigMap, 1 Service), 1 Helm template, not rendered`; undefined for nothing. */
export function describeNotChecked(notChecked: readonly NotChecked[]): string | undefined {
  const kinds = notChecked.filter((thing) => thing.reason === 'other-kind');
  const folders = notChecked.filter((thing) => thing.reason === 'folder');
  const parts = [
    ...(kinds.length === 0 ? [] : [describeOtherKinds(kinds)]),
    ...describeNotRendered(notChecked.filter((thing) => thing.reason === 'not-rendered')),
    ...notChecked.flatMap((thing) => describeFiles(thing)),
    ...(folders.length === 0 ? [] : [`folders named ${folders.map(({ name }) => name).join(', ')}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

const MAX_KINDS_SHOWN = 8;

function describeOtherKinds(kinds: readonly KindCount[]): string {
  const total = kinds.reduce((sum, kind) => sum + kind.count, 0);
  return `${total === 1 ? '1 object of another kind' : `${total} objects of other kinds`} (${describeKinds(kinds)})`;
}

/** `2 Kafka, 1 Sensor` */
export function describeKinds(kinds: readonly KindCount[]): string {
  const counts = new Map<string, number>();
  for (const { kind, count: own } of kinds) counts.set(kind, (counts.get(kind) ?? 0) + own);
  const sorted = [...counts].toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, MAX_KINDS_SHOWN).map(([kind, own]) => `${own} ${kind}`);
  return [...shown, ...(sorted.length > shown.length ? ['…'] : [])].join(', ');
}

type NotRendered = Extract<NotChecked, { reason: 'not-rendered' }>;

/** `2 Helm charts, not rendered (api, web: needs helm, which is not on the PATH)`, by cause. */
function describeNotRendered(things: readonly NotRendered[]): readonly string[] {
  const groups = Map.groupBy(things, ({ what, cause }) => JSON.stringify([what, cause]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ name }) => name);
    const shown = [...names.slice(0, MAX_KINDS_SHOWN), ...(names.length > MAX_KINDS_SHOWN ? ['…'] : [])].join(', ');
    return [`${count(group.length, first.what)}, not rendered (${shown}: ${first.cause})`];
  });
}

function describeFiles(thing: NotChecked): readonly string[] {
  switch (thing.reason) {
    case 'no-kubernetes-object':
      return [
        `${count(thing.count, 'document')} that ${thing.count === 1 ? 'is no Kubernetes object' : 'are no Kubernetes objects'}`,
      ];
    case 'helm-template':
      return [`${count(thing.count, 'Helm template')}, not rendered`];
    case 'kustomization':
      return [`${count(thing.count, 'kustomization')}, not built`];
    case 'kustomize-input':
      return [`${count(thing.count, 'file')} that a kustomization uses, such as patches`];
    case 'cdk-asset':
      return [`${count(thing.count, 'file')} that cdk synth writes beside its templates`];
    case 'terraform':
      return ['Terraform configuration, not evaluated (give `terraform show -json` of its plan)'];
    default:
      return [];
  }
}
