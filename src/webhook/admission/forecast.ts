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

/** The keys under which a forecast stands on a pod. */
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
export type Forecast = Readonly<Record<keyof AnnotationKeys, string | undefined>>;

const NO_FORECAST: Forecast = { profile: undefined, selector: undefined, capacity: undefined };

/** Undefined while nothing is known: then nothing is changed. */
export function forecastOf(pod: Pod, prediction: Prediction): Forecast | undefined {
  switch (prediction.kind) {
    case 'unknown':
      return undefined;
    case 'not-fargate':
      return NO_FORECAST;
    case 'eks-unconfirmed':
      return { ...NO_FORECAST, profile: prediction.profileName };
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

/** Whether a pod carries a forecast: it was here before, or is a copy of one that was. */
export function holdsForecast(annotations: StringMap, { profile, selector, capacity }: AnnotationKeys): boolean {
  return [profile, selector, capacity].some(({ name }) => ownValue(annotations, name) !== undefined);
}

export interface ForecastPatch {
  /** Encoded; undefined where there is nothing to change. */
  readonly patch: string | undefined;
  /** Whether the forecast is left out, because with it the pod's annotations would be longer than Kubernetes takes. */
  readonly isTooLong: boolean;
}

/** The patch that puts a forecast on a pod; one that takes old values away where there is no room for the new ones. */
export function forecastPatch(annotations: StringMap, forecast: Forecast, keys: AnnotationKeys): ForecastPatch {
  const changes = changesFor(forecast, keys);
  const isTooLong = !hasRoom(annotations, changes);
  const made = isTooLong ? changesFor(NO_FORECAST, keys) : changes;
  return { patch: encodePatch(annotationPatch(annotations, made)), isTooLong };
}

function changesFor({ profile, selector, capacity }: Forecast, keys: AnnotationKeys): readonly AnnotationChange[] {
  return [
    { key: keys.profile, value: profile },
    { key: keys.selector, value: selector },
    { key: keys.capacity, value: capacity },
  ];
}
