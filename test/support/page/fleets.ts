import {
  type ClusterIdentity,
  type FailedCluster,
  type FleetCluster,
  type FleetReport,
  fleetCluster,
  fleetReport,
} from '../../../src/audit/fleet/fleet-report.ts';
import type { AuditReport } from '../../../src/audit/report/report.ts';
import { HOSTILE_NAMES, hostileReport } from './hostile-report.ts';
import { offFargate, onFargate, report, workload } from './reports.ts';

/** One of EKS, by the ARN that `aws eks update-kubeconfig` names its context after. */
export function ofEks(region: string, accountId: string, clusterName: string): ClusterIdentity {
  return { context: `arn:aws:eks:${region}:${accountId}:cluster/${clusterName}`, clusterName, region, accountId };
}

export function fleet(
  audited: readonly (readonly [ClusterIdentity, AuditReport])[],
  failed: readonly FailedCluster[] = [],
): FleetReport {
  return fleetReport(
    audited.map(([identity, of]): FleetCluster => fleetCluster(identity, of)),
    failed,
    'USD',
  );
}

/** Two clusters of one name in two regions, one of another account, and one that is not of EKS. */
export const SHOPS = fleet([
  [
    ofEks('eu-west-1', '111122223333', 'shop'),
    report([
      workload({ name: 'cart' }, [onFargate(), onFargate()]),
      workload({ name: 'mail' }, [offFargate({ code: 'pending-near-miss', message: 'is one label away' })]),
    ]),
  ],
  [ofEks('us-east-1', '111122223333', 'shop'), report([workload({ name: 'cart-us' })])],
  [
    ofEks('us-east-1', '444455556666', 'bank'),
    report([
      workload({ name: 'ledger', namespace: 'bank', kind: 'StatefulSet' }, [
        onFargate({
          code: 'over-provisioned',
          requested: { vcpu: 1, gigabytes: 2 },
          provisioned: { vcpu: 2, gigabytes: 4 },
        }),
      ]),
    ]),
  ],
  [{ context: 'lab' }, report([workload({ name: 'trial' }, [offFargate({ code: 'daemon-set' })])])],
]);

/** With a hostile name wherever a report has one. */
export function hostileFleet(): FleetReport {
  const identities = HOSTILE_NAMES.map((name) => ({
    context: name,
    kubeconfig: name,
    clusterName: name,
    region: name,
    accountId: name,
  }));
  return fleet(
    identities.map((identity) => [identity, hostileReport()] as const),
    identities.map((identity) => ({ ...identity, context: `${identity.context} gone`, reason: identity.context })),
  );
}
