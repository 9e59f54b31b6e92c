import type { KindCount, NotChecked } from '../../inspection/not-checked.ts';
import { count } from './terminal-text.ts';

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
