import type { LeftOut } from '../documents/files/find-manifests.ts';

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
