import { judgePod } from '../../../src/audit/judge.ts';
import { AUDIT_CODES } from '../../../src/audit/result.ts';
import { AUDIT_CASES, type AuditCase } from '../audit/cases.ts';
import { clusterFacts, clusterPodOf } from '../audit/cluster-facts.ts';

/** The verdicts of an audit, worst first, as the documentation shows them: with what to do about one that is no pass. */
export function verdictsMarkdown(): string {
  const rows = Object.entries(AUDIT_CODES).map(([code, { result, title }]) => {
    const example = EXAMPLES.find((one) => one.code === code);
    const fix = example === undefined ? '' : fixOf(example);
    return `| ${result} | \`${code}\` | ${title} | ${fix} |`;
  });
  return ['| result | code | | what to do, for example |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

interface Example extends AuditCase {
  /** Of the pod: a Deployment, as most are, unless it says otherwise. */
  readonly controller?: { readonly kind: string; readonly name: string };
}

const NODE_NAME = { key: 'metadata.name', operator: 'In', values: ['fargate-ip-10-0-0-1.ec2.internal'] };
const PINNED = {
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [NODE_NAME] }] },
};

const EXAMPLES: readonly Example[] = [
  ...AUDIT_CASES,
  {
    name: 'agent-1',
    code: 'daemon-set-pending',
    controller: { kind: 'DaemonSet', name: 'agent' },
    spec: { affinity: { nodeAffinity: PINNED } },
  },
  {
    name: 'opted-out',
    code: 'opted-out-pending',
    labels: { app: 'web' },
    annotations: { 'eks.amazonaws.com/compute-type': 'ec2' },
  },
];

function fixOf({ controller = { kind: 'Deployment', name: 'web' }, ...example }: Example): string {
  const ownerReferences = [{ apiVersion: 'apps/v1', ...controller, controller: true }];
  const known = clusterFacts([example]);
  const facts =
    example.code === 'opted-out-pending'
      ? { ...known, hasFargateNodesOnly: true, nowMs: known.nowMs + 600_000 }
      : known;
  return judgePod(clusterPodOf(example, { ownerReferences }), facts).verdict.fix;
}
