import { assessWorkload } from '../documents/assessment/workload.ts';
import type { Workload } from '../documents/workloads/workload.ts';
import { type SizeArithmetic, sizeArithmetic } from '../fargate/capacity.ts';
import type { Finding } from '../fargate/finding.ts';
import type { Prediction } from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { InvalidQuantity } from '../fargate/requests.ts';
import { evaluateProfiles, type ProfileEvaluation } from '../fargate/selector-evaluation.ts';
import type { Subject } from './subjects.ts';

/** Everything there is to say about one workload: what is rendered as text or JSON. */
export interface Explanation extends Subject {
  /** For a pod that exists without EKS's decision on it: of a new pod like it. */
  readonly prediction: Prediction;
  readonly findings: readonly Finding[];
  /** In the order in which EKS prefers them. */
  readonly profiles: readonly ProfileEvaluation[];
  readonly size: SizeArithmetic | InvalidQuantity;
}

/** @param profiles undefined where they are not known. */
export function explain(subject: Subject, profiles: ProfileSet | undefined): Explanation {
  const workload = subject.live === undefined ? subject.workload : asIfNew(subject.workload);
  const { pod } = workload;
  return {
    ...subject,
    ...assessWorkload(workload, profiles),
    profiles: profiles === undefined ? [] : evaluateProfiles(pod, profiles),
    size: sizeArithmetic(pod),
  };
}

/** Every scheduled pod has a nodeName. It decides the placement only of a pod that does not exist yet. */
function asIfNew(workload: Workload): Workload {
  return { ...workload, pod: { ...workload.pod, nodeName: undefined } };
}

export function isDecidedByEks(prediction: Prediction): boolean {
  return prediction.kind === 'eks-unconfirmed' || (prediction.kind === 'fargate' && prediction.decidedBy === 'eks');
}
