import { FieldPath } from '../../fargate/field-path.ts';
import { DocumentError } from '../document-error.ts';
import { Field } from '../field.ts';
import type { PodTemplate, TemplatePlace, WorkloadKind } from './workload-kind.ts';

/** What such a file looks like, for messages. */
export const NAMED_KIND_EXAMPLE = 'example.com/v1/Widget: spec.podTemplate';

/**
 * Kinds that a user names: a map of API version and kind to the path of the pod template, or to a list of paths.
 *
 * @throws DocumentError where an entry has no such form.
 */
export function parseNamedKinds(document: Field): readonly WorkloadKind[] {
  return document.entries().map(([name, value]) => {
    const match = /^(?<apiVersion>[a-z0-9.-]+(?:\/[a-z0-9]+)?)\/(?<kind>[A-Za-z][A-Za-z0-9]*)$/.exec(name);
    const { apiVersion, kind } = match?.groups ?? {};
    if (apiVersion === undefined || kind === undefined) {
      throw new DocumentError(
        `${JSON.stringify(name)}: expected an API version and a kind, such as ${NAMED_KIND_EXAMPLE}`,
      );
    }
    const paths = Array.isArray(value.value) ? value.list() : [value];
    const [first, ...rest] = paths.map((path) => path.string() ?? '');
    if (first === undefined) throw new DocumentError(`${name}: expected the path of a pod template, got an empty list`);
    const isOne = rest.length === 0;
    const places = [first, ...rest].map(
      (path): TemplatePlace => ({ path: segmentsOf(path, name), role: isOne ? '' : path }),
    );
    return {
      apiVersions: [apiVersion],
      kind,
      pods: {
        kind: 'fields',
        places: [first, ...rest],
        read: (object) => places.flatMap((place) => readAt(object, place)),
      },
      ownerOfPods: kind,
    };
  });
}

function segmentsOf(path: string, name: string): readonly string[] {
  const segments = path.replaceAll('[*]', '.*').split('.');
  if (segments.every((segment) => /^[\w-]+$|^\*$/.test(segment))) return segments;
  throw new DocumentError(
    `${name}: expected the path of a pod template, such as spec.podTemplate or spec.groups[*].template; got ${JSON.stringify(path)}`,
  );
}

function readAt(object: Field, { path, role = '' }: TemplatePlace): readonly PodTemplate[] {
  return fieldsAt([{ field: object, name: role }], path)
    .filter(({ field }) => field.isPresent)
    .map(({ field, name }) => ({ role: name, owner: field, ...templateOf(field) }));
}

interface NamedField {
  readonly field: Field;
  /** What tells it from its siblings. */
  readonly name: string;
}

function fieldsAt(from: readonly NamedField[], path: readonly string[]): readonly NamedField[] {
  return path.reduce<readonly NamedField[]>(
    (fields, key) =>
      fields.flatMap(({ field, name }) => (key === '*' ? elementsOf(field, name) : [{ field: field.get(key), name }])),
    from,
  );
}

function elementsOf(field: Field, name: string): readonly NamedField[] {
  const named = Array.isArray(field.value)
    ? field.list().map((element, index) => [element.get('name').string() ?? String(index), element] as const)
    : field.entries();
  return named.map(([own, element]) => ({ field: element, name: [name, own].filter((part) => part !== '').join(' ') }));
}

/** A path may lead to a pod template, or to a pod spec. */
function templateOf(field: Field): Pick<PodTemplate, 'template' | 'fields'> {
  if (!field.get('containers').isPresent) return { template: field };
  const fields = [
    { pod: FieldPath.of('spec'), object: field.path },
    { pod: FieldPath.ROOT, object: field.path, isWhole: true },
  ];
  return { template: new Field({ spec: field.value }), fields };
}
