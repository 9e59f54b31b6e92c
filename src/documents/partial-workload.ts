import type { Field } from './field.ts';
import { podTemplateOf } from './workloads/workload.ts';

/**
 * Why a document is only a part of a workload, such as a patch of kustomize or an assertion of a test; undefined where it
 * may be a whole one. The API server accepts no pod without a container and no container without an image, and it knows
 * no directive. So what an API server sends is always whole.
 *
 * Sources: Kubernetes API reference, PodSpec and Container; "Update API Objects in Place Using kubectl patch".
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function partialReason(document: Field): string | undefined {
  const sign = signOf(document);
  return sign === undefined ? undefined : `only a part of a workload, such as a patch: ${sign}`;
}

function signOf(document: Field): string | undefined {
  const template = podTemplateOf(document);
  if (template === undefined) return undefined;
  const directive = findDirective(document.value);
  if (directive !== undefined) return `${directive} is a directive of a patch`;
  const spec = template.get('spec');
  const containers = spec.get('containers');
  if (containers.list().length === 0) return `${containers.path} is missing`;
  const lacking = [...spec.get('initContainers').list(), ...containers.list()].find(hasNoImage);
  return lacking === undefined ? undefined : `${lacking.path}.image is missing`;
}

function hasNoImage(container: Field): boolean {
  return !container.get('image').string();
}

/** A key of a strategic merge patch. Source: Kubernetes, apimachinery `strategicpatch/patch.go`. */
const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/;

/** Each value once: an alias of YAML may stand for the same one in many places. */
function findDirective(document: unknown): string | undefined {
  const seen = new Set<object>();
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const [key, child] of Object.entries(value)) {
      if (DIRECTIVE.test(key)) return key;
      waiting.push(child);
    }
  }
  return undefined;
}
