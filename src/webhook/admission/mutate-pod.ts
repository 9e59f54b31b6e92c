import { parsePod } from '../../documents/workloads/pod.ts';
import { podFindingCodes } from '../../fargate/check-pod.ts';
import { type Comparison, compareWithEks, isDisagreement, predictAdmitted } from '../../fargate/eks-decision.ts';
import type { FindingCode } from '../../fargate/finding.ts';
import type { Pod } from '../../fargate/pod.ts';
import { type Prediction, reasonFor } from '../../fargate/prediction.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import type { EksComparison, Handler, Profiles } from './handler.ts';
import {
  annotationKeys,
  annotationsPatch,
  hasPredictionAnnotations,
  predictionAnnotations,
} from './prediction-annotations.ts';
import { patched } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';

export interface PodMutatorOptions {
  readonly profiles: Profiles;
  /** Of the annotations' keys, without the slash. */
  readonly annotationPrefix: string;
  /** Whether EKS's own webhook sees every pod before us, so that the absence of its mark says something too. */
  readonly isEksWebhookPresent: () => boolean;
}

/** `/mutate/pods`: writes on each new pod where it will run. Never denies. */
export function createPodMutator({ profiles, annotationPrefix, isEksWebhookPresent }: PodMutatorOptions): Handler {
  const keys = annotationKeys(annotationPrefix);
  return (request) => {
    requirePod(request);
    const pod = parsePod(request.object, request.namespace);
    const comparison = isEksWebhookPresent() ? compareWithEks(pod, profiles.current) : undefined;
    const prediction = comparison?.prediction ?? predictAdmitted(pod, profiles.current);
    requestRefresh(request, { prediction, comparison, profiles });
    const annotations = predictionAnnotations(pod, prediction);
    const written = annotations === undefined ? undefined : annotationsPatch(pod.annotations, annotations, keys);
    const auditAnnotations = auditAnnotationsFor(request, prediction, hasPredictionAnnotations(pod.annotations, keys));
    return {
      response: patched(request.uid, written?.patch, { auditAnnotations }),
      prediction: prediction.kind,
      findings: findingsOf(pod, prediction, profiles.current),
      comparison: comparison === undefined ? undefined : recordOf(comparison),
      areAnnotationsLeftOut: written?.isTooLong,
    };
  };
}

interface RefreshReasons {
  readonly prediction: Prediction;
  readonly comparison: Comparison | undefined;
  readonly profiles: Profiles;
}

/** Where EKS knows better, or a pod names what is not known, our profiles may be old. */
function requestRefresh({ dryRun }: AdmissionRequest, { prediction, comparison, profiles }: RefreshReasons): void {
  if (dryRun) return;
  if (comparison !== undefined && isDisagreement(comparison.agreement)) profiles.requestRefresh({ describeAll: true });
  else if (namesUnknownProfile(prediction)) profiles.requestRefresh({ describeAll: false });
}

function recordOf({ agreement, ownPrediction, eksProfile }: Comparison): EksComparison {
  return {
    agreement,
    isDisagreement: isDisagreement(agreement),
    ours: `${ownPrediction.kind}: ${reasonFor(ownPrediction)}`,
    theirs: eksProfile ?? 'none',
  };
}

/** Only for pods that controllers make: no person reads their warnings. The workload webhook warns of a person's own pods. */
function findingsOf(pod: Pod, prediction: Prediction, profiles: ProfileSet | undefined): readonly FindingCode[] {
  if (profiles === undefined || !pod.ownerReferences.some(({ controller }) => controller)) return [];
  return podFindingCodes({ pod, prediction, profiles, workloadLabels: {}, keepsFinishedPods: false });
}

function requirePod({ kind, object }: AdmissionRequest): void {
  if (kind.group !== '' || kind.kind !== 'Pod') {
    throw new BadReviewError(`expected a v1 Pod, got ${kind.kind}; this path is for rules on pods only`);
  }
  if (!object.get('metadata').isPresent) throw new BadReviewError('request.object.metadata is missing');
}

/** It may have been made since the last load. */
function namesUnknownProfile(prediction: Prediction): boolean {
  if (prediction.kind === 'eks-unconfirmed') return true;
  return prediction.kind === 'not-fargate' && prediction.reason.kind === 'profile-not-found';
}

/**
 * The API server keeps the first value of an audit annotation, so a second call has keys of its own (seen). The uid
 * joins the audit event with our log: it is not the audit event's own ID.
 */
function auditAnnotationsFor(
  { uid }: AdmissionRequest,
  prediction: Prediction,
  isAgain: boolean,
): Readonly<Record<string, string>> {
  const profile = profileNameOf(prediction);
  const reason = reasonFor(prediction);
  const { kind } = prediction;
  const notes = profile === undefined ? { prediction: kind, reason, uid } : { prediction: kind, profile, reason, uid };
  return isAgain ? Object.fromEntries(Object.entries(notes).map(([key, value]) => [`${key}-again`, value])) : notes;
}

function profileNameOf(prediction: Prediction): string | undefined {
  if (prediction.kind === 'fargate') return prediction.profile.name;
  return prediction.kind === 'eks-unconfirmed' ? prediction.profileName : undefined;
}
