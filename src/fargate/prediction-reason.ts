import { describeMissing, type NearMiss } from './matching.ts';
import {
  COMPUTE_TYPE_ANNOTATION,
  type NotFargateReason,
  type Prediction,
  type UnconfirmedOnFargate,
  type Unknown,
} from './prediction.ts';

/** Why the prediction is what it is: one line. */
export function reasonFor(prediction: Prediction): string {
  switch (prediction.kind) {
    case 'unknown':
      return REASONS_UNKNOWN[prediction.reason];
    case 'eks-unconfirmed':
      return unconfirmed(prediction);
    case 'not-fargate':
      return reasonNotOnFargate(prediction.reason);
    case 'fargate':
      return reasonOnFargate(prediction.decidedBy, prediction.selectorIndex);
  }
}

const REASONS_UNKNOWN: Readonly<Record<Unknown['reason'], string>> = {
  'profiles-not-loaded': 'no Fargate profiles have been loaded yet',
  'too-many-labels': 'the pod has too many labels to compare with the wildcard keys of the selectors',
};

/** Who has written it cannot be known from the pod. */
function unconfirmed({ contradictedBy, uncompared }: UnconfirmedOnFargate): string {
  if (contradictedBy === undefined)
    return `EKS or the author of the pod chose it, and ${REASONS_UNKNOWN[uncompared ?? 'profiles-not-loaded']}`;
  return `EKS or the author of the pod chose it, but ${reasonNotOnFargate(contradictedBy)}`;
}

function reasonOnFargate(decidedBy: 'selector' | 'label' | 'eks', selectorIndex: number): string {
  const matching = `selector ${selectorIndex} matches`;
  switch (decidedBy) {
    case 'selector':
      return matching;
    case 'label':
      return `the pod names the profile, and ${matching}`;
    case 'eks':
      return `EKS has chosen the profile; ${matching}`;
  }
}

/** Why no profile takes the pod: one line. */
export function reasonNotOnFargate(reason: NotFargateReason): string {
  switch (reason.kind) {
    case 'node-name':
      return `spec.nodeName is set to ${reason.nodeName}`;
    case 'daemon-set':
      return `the pod belongs to DaemonSet ${reason.name}`;
    case 'scheduler-name':
      return `spec.schedulerName is set to ${reason.schedulerName}`;
    case 'opted-out':
      return `the pod has the annotation ${COMPUTE_TYPE_ANNOTATION}: ec2`;
    case 'profile-not-found':
      return `the pod names profile ${reason.profileName}, which the cluster does not have`;
    case 'profile-not-matching':
      return `the pod names profile ${reason.profile.name}, which does not match it${missedBy(reason.nearest)}`;
    case 'profile-not-active':
      return `selector ${reason.selectorIndex} of profile ${reason.profile.name} matches, but the profile is ${reason.profile.status}`;
    case 'passed-over':
      return `profile ${reason.profile.name} matches, but EKS has not chosen it`;
    case 'no-selector-matches':
      return `no selector of any profile matches${missedBy(reason.findNearest())}`;
  }
}

function missedBy(nearest: NearMiss | undefined): string {
  if (nearest === undefined) return '';
  const missing = nearest.missing.map(describeMissing).join(', ');
  return `; nearest is selector ${nearest.selectorIndex} of profile ${nearest.profile.name}: ${missing}`;
}
