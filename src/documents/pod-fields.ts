import type { NodeRequirement, NodeSelectorTerm, Toleration, Volume } from '../fargate/pod.ts';
import { readStrings } from './container.ts';
import type { Field } from './field.ts';

export function readVolume(volume: Field): Volume {
  const type = volume.entries().find(([key, source]) => key !== 'name' && source.isPresent)?.[0];
  return { name: volume.get('name').string() ?? '', type: type ?? 'emptyDir' };
}

export function readToleration(toleration: Field): Toleration {
  return {
    key: toleration.get('key').string() ?? '',
    operator: toleration.get('operator').string() ?? 'Equal',
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
