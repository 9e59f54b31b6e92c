import type { PlanCount } from '../../audit/plan/plan-count.ts';
import { type PodToPlan, type ReadCluster, readPodsToPlan } from '../../audit/plan/plan-pod.ts';
import type { AuditError } from '../../audit/report/report.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { Subject } from '../../inspection/subjects.ts';
import type { ClusterRequest } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { createClusterLists, type OpenedCluster } from '../shared/open-cluster.ts';
import { createPodProgress } from '../shared/progress.ts';
import { readFromFiles } from '../shared/read-subjects.ts';
import { printable } from '../shared/terminal-text.ts';
import type { PlanRequest } from './request.ts';

interface ClusterPods {
  readonly cluster: OpenedCluster;
  readonly request: ClusterRequest;
  readonly profiles: ProfileSet;
}

/** Those that run now. Resolves to what could not be read. @throws UnreadableClusterError */
export async function takeClusterPods(
  count: PlanCount,
  { cluster, request, profiles }: ClusterPods,
  terminal: Terminal,
): Promise<ReadCluster> {
  const progress = createPodProgress(terminal);
  const unread = await readPodsToPlan({
    lists: createClusterLists(cluster.api),
    namespaces: request.namespaces,
    profiles,
    nowMs: Date.now(),
    take: (pod) => count.add(pod),
    onPage: progress.showPage,
  });
  progress.end();
  return unread;
}

/** What files are called among what could not be read. */
export const MANIFESTS = 'manifests';

export interface ReadManifests {
  readonly workloads: number;
  /** What could not be read. */
  readonly errors: readonly AuditError[];
}

/** Those that the workloads in files would have. */
export async function takeManifests(
  count: PlanCount,
  { manifests, ...reading }: Pick<PlanRequest, 'manifests' | 'kinds' | 'charts'>,
  terminal: Terminal,
): Promise<ReadManifests> {
  const { subjects, problems } = await readFromFiles(
    { paths: manifests, make: podToPlan },
    { namespace: undefined, ...reading },
    terminal,
  );
  for (const pod of subjects) count.add(pod);
  const { skipped = [], failed = [] } = Object.groupBy(problems, ({ kind }) => (kind === 'skipped' ? kind : 'failed'));
  for (const { message } of skipped) terminal.printError(`${printable(message)}\n`);
  const errors = failed.map(({ message }) => ({ resource: MANIFESTS, reason: message }));
  return { workloads: subjects.length, errors };
}

function podToPlan({ workload, live, replicas }: Subject): PodToPlan {
  const { kind, pod } = workload;
  const name = workload.name === '' ? '(no name)' : workload.name;
  return {
    workload: { kind, namespace: pod.namespace, name },
    pod,
    template: { kind: live === undefined ? 'itself' : 'unknown' },
    count: replicas,
    onFargate: undefined,
    isFromFile: true,
  };
}
