import { Controllers } from '../../../src/audit/controllers.ts';
import type { ClusterFacts } from '../../../src/audit/pod-case.ts';
import { SchedulingEvents } from '../../../src/audit/scheduling-messages.ts';
import { Field } from '../../../src/documents/field.ts';
import { parseProfileDocument } from '../../../src/documents/profiles/registry.ts';
import { type ClusterPod, parseClusterPod } from '../../../src/documents/workloads/cluster-pod.ts';
import { compileProfiles } from '../../../src/fargate/profile-set.ts';
import { AUDIT_PROFILES, type AuditCase, eventOf, podOf } from './cases.ts';

/** When the pods of {@link clusterPodOf} were made, and a minute later. */
const CREATED_AT = '2026-11-26T12:00:00Z';
export const NOW_MS = Date.parse('2026-11-26T12:01:00Z');

const NODES = { fargate: 'fargate-ip-10-0-0-1.ec2.internal', ec2: 'ip-10-0-0-2.ec2.internal' } as const;

/** A cluster with the profiles of the cases, and what schedulers said about their pods. */
export function clusterFacts(cases: readonly AuditCase[] = [], controllers = new Controllers()): ClusterFacts {
  const events = new SchedulingEvents();
  for (const one of cases) if (one.event !== undefined) events.add(new Field(eventOf(one)));
  const profiles = compileProfiles(parseProfileDocument(new Field(AUDIT_PROFILES)) ?? []);
  return {
    profiles,
    fargateNodes: new Set(),
    hasFargateNodesOnly: false,
    controllers,
    events,
    nowMs: NOW_MS,
    region: undefined,
  };
}

/** The pod as the API server shows it once the cluster has dealt with it. */
export function clusterPodOf(one: AuditCase, metadata: object = {}): ClusterPod {
  const pod = new Field(podOf(one));
  const fields = (path: string) =>
    Object.fromEntries(
      pod
        .get(path)
        .entries()
        .map(([key, { value }]) => [key, value]),
    );
  return parseClusterPod(
    new Field({
      metadata: {
        ...fields('metadata'),
        creationTimestamp: CREATED_AT,
        ...(one.isBeingDeleted && { deletionTimestamp: CREATED_AT }),
        ...metadata,
      },
      spec: { ...fields('spec'), ...(one.node !== undefined && { nodeName: NODES[one.node] }) },
      status: { phase: one.phase ?? (one.node === undefined ? 'Pending' : 'Running') },
    }),
  );
}
