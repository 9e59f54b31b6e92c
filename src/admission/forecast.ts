import { type Capacity, capacityOf, formatCapacity } from '../fargate/capacity.ts';
import type { Pod } from '../fargate/pod.ts';
import type { Prediction } from '../fargate/prediction.ts';
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
