import { placesOf } from '../../../src/documents/partial-workload.ts';
import type { WorkloadKind } from '../../../src/documents/workloads/workload-kind.ts';
import { WORKLOAD_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';

/** The reference of kinds, in Markdown: every row of the table. */
export function workloadKindsMarkdown(): string {
  return ['| Kind | API versions | Pods come from |', '| --- | --- | --- |', ...WORKLOAD_KINDS.map(row)].join('\n');
}

function row(kind: WorkloadKind): string {
  const versions = kind.apiVersions.map((version) => `\`${version}\``).join(', ');
  return `| ${kind.kind} | ${versions} | ${sourceOf(kind)} |`;
}

function sourceOf(kind: WorkloadKind): string {
  if (kind.pods.kind === 'unknown') return `skipped: ${kind.pods.reason}`;
  const places = placesOf(kind).map((place) => (place === '' ? 'the object itself' : `\`${place}\``));
  const references = (kind.references ?? []).map((path) => `what \`${path.join('.')}\` names: skipped`);
  return [...places, ...references].join(', or ');
}
