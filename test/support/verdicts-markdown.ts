import { judgePod } from '../../src/audit/judge.ts';
import { AUDIT_CODES } from '../../src/audit/result.ts';
import { AUDIT_CASES, type AuditCase } from './audit-cases.ts';
import { clusterFacts, clusterPodOf } from './cluster-facts.ts';

/** The verdicts of an audit, worst first, as the README shows them: with how one that is no pass is mended. */
export function verdictsMarkdown(): string {
  const rows = Object.entries(AUDIT_CODES).map(([code, { result, title }]) => {
    const example = AUDIT_CASES.find((one) => one.code === code);
    const fix = example === undefined ? '' : fixOf(example);
    return `| ${result} | \`${code}\` | ${title} | ${fix} |`;
  });
  return ['| result | code | | what to do, for example |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** For a pod of a Deployment, as most are. */
function fixOf(example: AuditCase): string {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }];
  return judgePod(clusterPodOf(example, { ownerReferences }), clusterFacts([example])).verdict.fix;
}
