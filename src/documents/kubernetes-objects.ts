import { FieldPath } from '../fargate/field-path.ts';
import { Field, isObject } from './field.ts';

/** A Kubernetes object in a document. */
export interface PlacedObject {
  /** The object by itself: the paths of its fields begin with it, not with the document. */
  readonly object: Field;
  /** In the document, such as `items[3]`. */
  readonly path: FieldPath;
}

/**
 * The object that a document is, or the items of a list: a `v1 List` as kubectl prints it, or a list of the kind's own as
 * the API server does, `DeploymentList`, whose items need not repeat what they are. A list in a list stays as it is, as
 * kubectl leaves it.
 *
 * What has no `apiVersion` and no `kind` is returned too; {@link isKubernetesObject} tests for them.
 *
 * @throws FieldTypeError where a list is no list.
 */
export function kubernetesObjects(document: Field): readonly PlacedObject[] {
  if (!isObject(document.value) || !isKubernetesList(document)) return [{ object: document, path: FieldPath.ROOT }];
  const type = itemType(document);
  return document
    .get('items')
    .list()
    .map(({ value, path }) => ({ object: new Field(isObject(value) ? { ...type, ...value } : value), path }));
}

/** Whether it says which kind of object it is. */
export function isKubernetesObject({ value }: Field): boolean {
  if (!isObject(value)) return false;
  const object = new Field(value);
  return [object.get('apiVersion'), object.get('kind')].every(
    ({ value: text }) => typeof text === 'string' && text !== '',
  );
}

/** `kubectl get -o yaml` prints a `v1 List`, the API server a list of the kind's own, such as `FargateProfileList`. */
export function isKubernetesList(document: Field): boolean {
  const kind = document.get('kind').value;
  return document.get('apiVersion').isPresent && typeof kind === 'string' && kind.endsWith('List');
}

function itemType(list: Field): Readonly<Record<string, unknown>> {
  const kind = String(list.get('kind').value);
  return kind === 'List' ? {} : { apiVersion: list.get('apiVersion').value, kind: kind.slice(0, -'List'.length) };
}
