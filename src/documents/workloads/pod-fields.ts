import { FieldPath } from '../../fargate/field-path.ts';
import type { NodeRequirement, NodeSelectorTerm, Toleration, Volume } from '../../fargate/pod.ts';
import { type JsonObject, list, object, text } from '../json.ts';
import { readStrings } from './container.ts';

export function readVolume(value: unknown, index: number): Volume {
  const volume = object(value);
  const type = sourceOf(volume);
  const name = text(volume['name']) ?? '';
  const field = FieldPath.of('spec', 'volumes', index, type);
  return type === 'emptyDir' ? { name, type, field, ...readEmptyDir(object(volume[type])) } : { name, type, field };
}

const NOTHING_SAID: Pick<Volume, 'emptyDir'> = Object.freeze({});

/** In a file a size limit may be a number, as every quantity. */
function readEmptyDir(source: JsonObject): Pick<Volume, 'emptyDir'> {
  const medium = text(source['medium']) ?? '';
  const { sizeLimit } = source;
  const size = typeof sizeLimit === 'number' ? String(sizeLimit) : (text(sizeLimit) ?? '');
  return medium === '' && size === '' ? NOTHING_SAID : { emptyDir: { medium, sizeLimit: size } };
}

/** The one key beside the name; a volume without any is an `emptyDir`. */
function sourceOf(volume: JsonObject): string {
  for (const key in volume) {
    if (key !== 'name' && volume[key] !== undefined && volume[key] !== null) return key;
  }
  return 'emptyDir';
}

/** An empty one asks for nothing. */
export function hasPodAffinity(affinity: JsonObject): boolean {
  return asksForPods(object(affinity['podAffinity'])) || asksForPods(object(affinity['podAntiAffinity']));
}

function asksForPods(affinity: JsonObject): boolean {
  const required = list(affinity['requiredDuringSchedulingIgnoredDuringExecution']);
  const preferred = list(affinity['preferredDuringSchedulingIgnoredDuringExecution']);
  return required.length > 0 || preferred.length > 0;
}

export function readToleration(value: unknown): Toleration {
  const toleration = object(value);
  return {
    key: text(toleration['key']) ?? '',
    operator: text(toleration['operator']) || 'Equal',
    value: text(toleration['value']) ?? '',
    effect: text(toleration['effect']) ?? '',
  };
}

/** Only what is required counts: a preference is no condition. */
export function readRequiredNodeTerms(nodeAffinity: JsonObject): readonly NodeSelectorTerm[] | undefined {
  const required = nodeAffinity['requiredDuringSchedulingIgnoredDuringExecution'];
  if (required === undefined || required === null) return undefined;
  return list(object(required)['nodeSelectorTerms']).map(readTerm);
}

/** `matchFields` knows but the node's name, and that of a Fargate node is made with the pod. */
function readTerm(value: unknown): NodeSelectorTerm {
  const term = object(value);
  return [...list(term['matchExpressions']).map(readRequirement), ...list(term['matchFields']).map(readRequirement)];
}

function readRequirement(value: unknown): NodeRequirement {
  const requirement = object(value);
  return {
    key: text(requirement['key']) ?? '',
    operator: text(requirement['operator']) ?? '',
    values: readStrings(requirement['values']),
  };
}
