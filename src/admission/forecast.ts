import { type Capacity, capacityOf, formatCapacity } from '../fargate/capacity.ts';
import { describeMissing, type NearMiss } from '../fargate/matching.ts';
import type { Pod } from '../fargate/pod.ts';
import type { NotFargateReason, Prediction } from '../fargate/prediction.ts';
import { COMPUTE_TYPE_ANNOTATION } from '../fargate/prediction.ts';
import type { AnnotationChanges } from './json-patch.ts';

/** The keys under which a forecast stands on a pod. */
export interface AnnotationKeys {
  readonly profile: string;
  readonly selector: string;
  readonly capacity: string;
}

export function annotationKeys(prefix: string): AnnotationKeys {
  return { profile: `${prefix}/profile`, selector: `${prefix}/selector`, capacity: `${prefix}/capacity` };
}

/** What the pod's annotations should say. Nothing is changed while nothing is known. */
export function forecastAnnotations(pod: Pod, prediction: Prediction, keys: AnnotationKeys): AnnotationChanges {
  switch (prediction.kind) {
    case 'unknown':
      return new Map();
    case 'not-fargate':
      return annotations(keys, {});
    case 'eks-unconfirmed':
      return annotations(keys, { profile: prediction.profileName });
    case 'fargate':
      return annotations(keys, {
        profile: prediction.profile.name,
        selector: prediction.selectorIndex?.toString(),
        capacity: capacityText(capacityOf(pod)),
      });
  }
}

/** Why the prediction is what it is: one line for the audit log. */
export function reasonFor(prediction: Prediction): string {
  switch (prediction.kind) {
    case 'unknown':
      return 'no Fargate profiles have been loaded yet';
    case 'eks-unconfirmed':
      return 'EKS has chosen a profile that is not among the loaded ones';
    case 'not-fargate':
      return reasonNotOnFargate(prediction.reason);
    case 'fargate':
      return reasonOnFargate(prediction.decidedBy, prediction.selectorIndex);
  }
}

function annotations(
  keys: AnnotationKeys,
  values: Partial<Record<keyof AnnotationKeys, string | undefined>>,
): AnnotationChanges {
  return new Map([
    [keys.profile, values.profile],
    [keys.selector, values.selector],
    [keys.capacity, values.capacity],
  ]);
}

function capacityText(capacity: Capacity): string | undefined {
  return capacity.kind === 'provisioned' ? formatCapacity(capacity) : undefined;
}

function reasonOnFargate(decidedBy: 'selector' | 'label' | 'eks', selectorIndex: number | undefined): string {
  const matching = selectorIndex === undefined ? 'no selector of it matches' : `selector ${selectorIndex} matches`;
  switch (decidedBy) {
    case 'selector':
      return matching;
    case 'label':
      return `the pod names the profile, and ${matching}`;
    case 'eks':
      return `EKS has chosen the profile; ${matching}`;
  }
}

function reasonNotOnFargate(reason: NotFargateReason): string {
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
    case 'no-selector-matches':
      return `no selector of any profile matches${missedBy(reason.nearest)}`;
  }
}

function missedBy(nearest: NearMiss | undefined): string {
  if (nearest === undefined) return '';
  const missing = nearest.missing.map(describeMissing).join(', ');
  return `; nearest is selector ${nearest.selectorIndex} of profile ${nearest.profile.name}: ${missing}`;
}
