import { worstFirst } from '../fargate/finding.ts';
import type { CheckedFinding, CheckedItem, CheckedWorkload, SuppressedFinding } from './check-report.ts';
import type { CheckedText } from './check-text.ts';
import type { Decision } from './decision.ts';

/** What was found in one text with the profiles of one cluster. */
export interface CheckedForCluster {
  readonly clusterName: string;
  readonly text: CheckedText;
}

/**
 * The same text, checked for several clusters. What it holds does not depend on a cluster; where its pods run and what is
 * wrong with that do. A finding that is the same for every cluster is said once; any other names its clusters.
 */
export function joinClusters(checked: readonly CheckedForCluster[]): CheckedText {
  const [first] = checked;
  if (first === undefined) throw new RangeError('no cluster');
  const items = first.text.items.map((_item, index) =>
    joinItems(
      checked.flatMap(({ clusterName, text }) => {
        const item = text.items[index];
        return item === undefined ? [] : [{ clusterName, item }];
      }),
    ),
  );
  return { ...first.text, items };
}

interface ItemForCluster {
  readonly clusterName: string;
  readonly item: CheckedItem;
}

function joinItems(all: readonly ItemForCluster[]): CheckedItem {
  const [first] = all;
  if (first === undefined) throw new RangeError('no item');
  const found = {
    findings: worstFirst(joinFindings(all, ({ findings }) => findings)),
    suppressed: joinFindings(all, ({ suppressed }) => suppressed),
  };
  switch (first.item.type) {
    case 'workload':
      return { ...first.item, ...placementOf(all), ...found };
    case 'profile':
      return { ...first.item, accepted: all.every(({ item }) => item.type === 'profile' && item.accepted), ...found };
    case 'object':
      return { ...first.item, ...found };
  }
}

function placementOf(all: readonly ItemForCluster[]): Pick<CheckedWorkload, 'decision' | 'size' | 'clusters'> {
  const clusters = all.flatMap(({ clusterName, item }) =>
    item.type === 'workload' ? [{ clusterName, decision: item.decision }] : [],
  );
  // The size is that of the pod: it is the same wherever the pod is bound for Fargate.
  const sized = all.flatMap(({ item }) => (item.type === 'workload' && item.size !== undefined ? [item.size] : []));
  const size = sized.slice(0, 1).map((only) => ({ size: only }));
  return { decision: jointDecision(clusters.map(({ decision }) => decision)), ...size[0], clusters };
}

const DIFFERS: Decision = { outcome: 'unknown', onFargate: false, reason: 'it depends on the cluster' };

function jointDecision(decisions: readonly Decision[]): Decision {
  const [first = DIFFERS] = decisions;
  return isSame(decisions) ? first : DIFFERS;
}

/** Whether every cluster does the same with a workload. */
export function isSame(decisions: readonly Decision[]): boolean {
  const [first, ...others] = decisions.map((decision) => JSON.stringify(decision));
  return others.every((other) => other === first);
}

/** In the order in which they are first found. */
function joinFindings<Found extends CheckedFinding | SuppressedFinding>(
  all: readonly ItemForCluster[],
  findingsOf: (item: CheckedItem) => readonly Found[],
): readonly Found[] {
  const joined = new Map<string, { readonly finding: Found; readonly clusters: Set<string> }>();
  for (const { clusterName, item } of all) {
    for (const finding of findingsOf(item)) {
      const key = JSON.stringify(finding);
      const entry = joined.get(key) ?? { finding, clusters: new Set<string>() };
      entry.clusters.add(clusterName);
      joined.set(key, entry);
    }
  }
  return [...joined.values()].flatMap(({ finding, clusters }) => {
    if (clusters.size === all.length) return [finding];
    // What is suppressed for one cluster is not suppressed in vain.
    if (finding.code === 'ignore-unused') return [];
    return [{ ...finding, clusters: [...clusters], message: `${describeClusters([...clusters])}: ${finding.message}` }];
  });
}

/** `in cluster prod-eu`, `in clusters prod-eu and prod-us` */
function describeClusters(names: readonly string[]): string {
  const list = new Intl.ListFormat('en').format(names);
  return `in cluster${names.length === 1 ? '' : 's'} ${list}`;
}
