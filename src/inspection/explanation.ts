import { assessWorkload } from '../documents/assessment/workload.ts';
import type { Position } from '../documents/text/text-document.ts';
import type { Workload } from '../documents/workloads/workload.ts';
import { type SizeArithmetic, sizeArithmetic } from '../fargate/capacity.ts';
import type { Finding } from '../fargate/finding.ts';
import type { Prediction } from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { InvalidQuantity } from '../fargate/requests.ts';
import { evaluateProfiles, type ProfileEvaluation } from '../fargate/selector-evaluation.ts';
import type { SuppressionPolicy } from '../suppression/policy.ts';
import type { Suppression } from '../suppression/suppress.ts';
import { reportedFinding } from './decision.ts';
import type { Subject } from './subjects.ts';
import { type PlacedFinding, suppressItems } from './suppress-items.ts';

/** Everything there is to say about one workload: what is rendered as text or JSON. */
export interface Explanation extends Subject {
  /** For a pod that exists without EKS's decision on it: of a new pod like it. */
  readonly prediction: Prediction;
  /** Worst first, by the severities that the user has chosen. */
  readonly findings: readonly PlacedFinding[];
  readonly suppressed: readonly (PlacedFinding & { readonly suppression: Suppression })[];
  /** All findings about its pods, by the severities of the rules: Fargate takes a pod or not whatever is suppressed. */
  readonly assessed: readonly Finding[];
  /** In the order in which EKS prefers them. */
  readonly profiles: readonly ProfileEvaluation[];
  readonly size: SizeArithmetic | InvalidQuantity;
}

/** @param profiles undefined where they are not known. */
export function explain(subject: Subject, profiles: ProfileSet | undefined, policy: SuppressionPolicy): Explanation {
  const workload = subject.live === undefined ? subject.workload : asIfNew(subject.workload);
  const { pod } = workload;
  const { prediction, findings } = assessWorkload(workload, profiles);
  const explanation = {
    ...subject,
    prediction,
    findings: findings.map((found) => placedFinding(found, subject)),
    suppressed: [],
    assessed: findings,
    profiles: profiles === undefined ? [] : evaluateProfiles(pod, profiles),
    size: sizeArithmetic(pod),
  };
  return withoutSuppressed(explanation, policy);
}

function withoutSuppressed(item: Explanation, policy: SuppressionPolicy): Explanation {
  const { ignores, comments } = item;
  const report = (found: Finding, comment?: Position) => placedFinding(found, item, comment);
  const [explanation = item] = suppressItems([{ item, ignores, comments, report }], policy);
  return explanation;
}

function placedFinding(
  found: Finding,
  { location, locate }: Pick<Subject, 'location' | 'locate'>,
  comment?: Position,
): PlacedFinding {
  if (location === undefined) return reportedFinding(found);
  return { ...reportedFinding(found), location: { ...location, ...(comment ?? locate?.(found.field)) } };
}

/** Every scheduled pod has a nodeName. It decides the placement only of a pod that does not exist yet. */
function asIfNew(workload: Workload): Workload {
  return { ...workload, pod: { ...workload.pod, nodeName: undefined } };
}

export function isDecidedByEks(prediction: Prediction): boolean {
  return prediction.kind === 'eks-unconfirmed' || (prediction.kind === 'fargate' && prediction.decidedBy === 'eks');
}
