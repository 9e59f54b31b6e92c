import type { NodeRequirement, NodeSelectorTerm, Toleration, Volume } from '../fargate/pod.ts';
import { readStrings } from './container.ts';
import type { Field } from './field.ts';

export function readVolume(volume: Field, index: number): Volume {
  const source = volume.entries().find(([key, { isPresent }]) => key !== 'name' && isPresent);
  const type = source?.[0] ?? 'emptyDir';
  return { name: volume.get('name').string() ?? '', type, field: `spec.volumes[${index}].${type}` };
}

/** An empty one asks for nothing. */
export function hasPodAffinity(affinity: Field): boolean {
  return ['podAffinity', 'podAntiAffinity'].some((kind) =>
    ['required', 'preferred'].some(
      (strength) => affinity.get(kind).get(`${strength}DuringSchedulingIgnoredDuringExecution`).list().length > 0,
    ),
  );
}

export function readToleration(toleration: Field): Toleration {
  return {
    key: toleration.get('key').string() ?? '',
    operator: toleration.get('operator').string() || 'Equal',
    value: toleration.get('value').string() ?? '',
    effect: toleration.get('effect').string() ?? '',
  };
}

/** Only what is required counts: a preference is no condition. */
export function readRequiredNodeTerms(nodeAffinity: Field): readonly NodeSelectorTerm[] | undefined {
  const required = nodeAffinity.get('requiredDuringSchedulingIgnoredDuringExecution');
  return required.isPresent ? required.get('nodeSelectorTerms').list().map(readTerm) : undefined;
}

/** `matchFields` knows but the node's name, and that of a Fargate node is made with the pod. */
function readTerm(term: Field): NodeSelectorTerm {
  return [...term.get('matchExpressions').list(), ...term.get('matchFields').list()].map(readRequirement);
}

function readRequirement(requirement: Field): NodeRequirement {
  return {
    key: requirement.get('key').string() ?? '',
    operator: requirement.get('operator').string() ?? '',
    values: readStrings(requirement.get('values')),
  };
}
