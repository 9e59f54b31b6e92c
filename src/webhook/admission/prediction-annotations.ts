import { type Capacity, capacityOf, formatCapacity } from '../../fargate/capacity.ts';
import { ownValue, type Pod, type StringMap } from '../../fargate/pod.ts';
import type { Prediction } from '../../fargate/prediction.ts';
import {
  type AnnotationChange,
  type AnnotationKey,
  annotationKey,
  annotationPatch,
  encodePatch,
  hasRoom,
} from './json-patch.ts';

/** The annotation keys of a prediction on a pod. */
export interface AnnotationKeys {
  readonly profile: AnnotationKey;
  readonly selector: AnnotationKey;
  readonly capacity: AnnotationKey;
}

export function annotationKeys(prefix: string): AnnotationKeys {
  const key = (name: string): AnnotationKey => annotationKey(`${prefix}/${name}`);
  return { profile: key('profile'), selector: key('selector'), capacity: key('capacity') };
}

/** What a pod's annotations should say; undefined for one that should not be there. */
export type PredictionAnnotations = Readonly<Record<keyof AnnotationKeys, string | undefined>>;

const NO_ANNOTATIONS: PredictionAnnotations = { profile: undefined, selector: undefined, capacity: undefined };

/** Undefined while nothing is known: then nothing is changed. */
export function predictionAnnotations(pod: Pod, prediction: Prediction): PredictionAnnotations | undefined {
  switch (prediction.kind) {
    case 'unknown':
      return undefined;
    case 'not-fargate':
      return NO_ANNOTATIONS;
    case 'eks-unconfirmed':
      return { ...NO_ANNOTATIONS, profile: prediction.profileName };
    case 'fargate':
      return {
        profile: prediction.profile.name,
        selector: prediction.selectorIndex.toString(),
        capacity: capacityText(capacityOf(pod)),
      };
  }
}

function capacityText(capacity: Capacity): string | undefined {
  return capacity.kind === 'provisioned' ? formatCapacity(capacity) : undefined;
}

/** Whether a pod carries a prediction: it was here before, or is a copy of one that was. */
export function hasPredictionAnnotations(
  annotations: StringMap,
  { profile, selector, capacity }: AnnotationKeys,
): boolean {
  return [profile, selector, capacity].some(({ name }) => ownValue(annotations, name) !== undefined);
}

export interface AnnotationsPatch {
  /** Encoded; undefined where there is nothing to change. */
  readonly patch: string | undefined;
  /** Whether the prediction is left out, because with it the pod's annotations would be longer than Kubernetes takes. */
  readonly isTooLong: boolean;
}

/** The patch that puts a prediction on a pod; one that takes old values away where there is no room for the new ones. */
export function annotationsPatch(
  annotations: StringMap,
  prediction: PredictionAnnotations,
  keys: AnnotationKeys,
): AnnotationsPatch {
  const changes = changesFor(prediction, keys);
  const isTooLong = !hasRoom(annotations, changes);
  const made = isTooLong ? changesFor(NO_ANNOTATIONS, keys) : changes;
  return { patch: encodePatch(annotationPatch(annotations, made)), isTooLong };
}

function changesFor(
  { profile, selector, capacity }: PredictionAnnotations,
  keys: AnnotationKeys,
): readonly AnnotationChange[] {
  return [
    { key: keys.profile, value: profile },
    { key: keys.selector, value: selector },
    { key: keys.capacity, value: capacity },
  ];
}
