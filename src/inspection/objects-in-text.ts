import { Field, FieldTypeError } from '../documents/field.ts';
import { isKubernetesObject, kubernetesObjects, type PlacedObject } from '../documents/kubernetes-objects.ts';
import type { ProfileForm } from '../documents/profiles/form.ts';
import { unreadProfile } from '../documents/profiles/profile-resource.ts';
import { profileFormOf } from '../documents/profiles/registry.ts';
import { readDocuments } from '../documents/text/read-documents.ts';
import { claimsToBeObject, looksLikeTemplate } from '../documents/text/template.ts';
import type { BrokenDocument, Position, TextDocument } from '../documents/text/text-document.ts';
import { FieldPath } from '../fargate/field-path.ts';
import type { NotCheckedThing } from './not-checked.ts';
import { type Location, type ObjectReference, type Renderer, referenceTo } from './object-reference.ts';

/** Where the field of that path in the object is. */
export type Locate = (path: FieldPath) => Location;

export type ObjectInText =
  | (PlacedObject & { readonly kind: 'object'; readonly locate: Locate })
  /** Of Fargate profiles, in any form. */
  | (PlacedObject & { readonly kind: 'profiles'; readonly form: ProfileForm; readonly locate: Locate })
  /** Which calls itself a Fargate profile, of an operator that is not known, or is for another tool. */
  | {
      readonly kind: 'unread-profile';
      readonly reference: ObjectReference;
      readonly locate: Locate;
      readonly reason: string;
    }
  | { readonly kind: 'unreadable'; readonly location: Location; readonly reason: string }
  | { readonly kind: 'not-checked'; readonly thing: NotCheckedThing };

/** A text, and how strictly it is read: a file that is named has to be what its name on the command line claims. */
export interface SourceText {
  /** As reports call it. */
  readonly name: string;
  readonly text: string;
  /** Those of the text, where it has been read already. */
  readonly documents?: readonly TextDocument[];
  /** Whether it was found in a folder, and not named by its own path. */
  readonly isFound: boolean;
  /** Whether it is one of the files of a Helm chart. */
  readonly isInChart: boolean;
  /** What made the text from a file of that name. */
  readonly renderedBy?: Renderer;
}

/**
 * Every Kubernetes object and every document of profiles in a text, in order. What is broken does not keep the rest from being read. In a text that was
 * found in a folder, what does not claim to be a Kubernetes object is not checked, and not unreadable.
 */
export async function* objectsIn(source: SourceText): AsyncGenerator<ObjectInText> {
  const isTemplate = source.isFound && looksLikeTemplate(source.text);
  if (isTemplate && source.isInChart) {
    yield TEMPLATE;
    return;
  }
  let isBrokenTemplate = false;
  const documents = source.documents ?? readDocuments(source.text, { repeatedKeys: 'last-counts' });
  for await (const document of documents) {
    if (document.kind === 'broken' && isTemplate) isBrokenTemplate = true;
    else yield* objectsInDocument(document, source);
  }
  if (isBrokenTemplate) yield TEMPLATE;
}

const TEMPLATE = { kind: 'not-checked', thing: { reason: 'helm-template' } } as const satisfies ObjectInText;
const NO_OBJECT = { kind: 'not-checked', thing: { reason: 'no-kubernetes-object' } } as const satisfies ObjectInText;

function* objectsInDocument(document: TextDocument, source: SourceText): Generator<ObjectInText> {
  if (document.kind === 'broken') {
    yield brokenDocument(document, source);
    return;
  }
  if (!document.root.isPresent) return;
  const locate: Locate = (path) => placeIn(source, document.number, document.positionOf(path));
  try {
    for (const placed of objectsOf(document.root)) yield objectAt(placed, locate, source);
  } catch (error) {
    yield wrongType(error, locate);
  }
}

/** Of a plain list too, where it holds profiles: so do the AWS CLI and eksctl write several. */
function objectsOf(root: Field): readonly PlacedObject[] {
  if (!Array.isArray(root.value)) return kubernetesObjects(root);
  const elements = root.list().map(({ value, path }) => ({ object: new Field(value), path }));
  return elements.some(({ object }) => profileFormOf(object) !== undefined) ? elements : kubernetesObjects(root);
}

function placeIn({ name: file, renderedBy }: SourceText, document: number, position: Position): Location {
  return { file, document, ...position, ...(renderedBy === undefined ? {} : { renderedBy }) };
}

function brokenDocument(document: BrokenDocument, source: SourceText): ObjectInText {
  const { isFound, text } = source;
  if (isFound && !claimsToBeObject(text)) return NO_OBJECT;
  // Most often this is a template that looks like YAML.
  const hint = text.includes('{{') ? '; a template of Helm is checked by what `helm template` makes of it' : '';
  return {
    kind: 'unreadable',
    location: placeIn(source, document.number, document.position),
    reason: `${document.reason}${hint}`,
  };
}

function objectAt({ object, path: prefix }: PlacedObject, locateInDocument: Locate, source: SourceText): ObjectInText {
  const locate: Locate = (path) => locateInDocument(prefix.join(path));
  const form = profileFormOf(object);
  if (form?.refuse !== undefined) return refused(form.name, { reason: form.refuse(object), locate }, source);
  if (form !== undefined) return { kind: 'profiles', form, object, path: prefix, locate };
  if (!isKubernetesObject(object)) {
    if (source.isFound && (prefix.isRoot || isInPlainList(prefix))) return NO_OBJECT;
    return {
      kind: 'unreadable',
      location: locate(FieldPath.ROOT),
      reason: 'no Kubernetes object: it needs apiVersion and kind',
    };
  }
  const unread = unreadProfile(object);
  if (unread?.kind === 'invented') {
    return { kind: 'unreadable', location: locate(FieldPath.of('apiVersion')), reason: unread.reason };
  }
  if (unread !== undefined)
    return { kind: 'unread-profile', reference: referenceTo(object), locate, reason: unread.reason };
  return { kind: 'object', object, path: prefix, locate };
}

/** And not in a list of Kubernetes, whose elements are objects. */
function isInPlainList({ segments: [first] }: FieldPath): boolean {
  return typeof first === 'number';
}

/** In a folder may be what is for other tools; a file that is named is meant to be read. */
function refused(
  name: string,
  { reason, locate }: { readonly reason: string; readonly locate: Locate },
  { isFound }: Pick<SourceText, 'isFound'>,
): ObjectInText {
  return isFound
    ? { kind: 'unread-profile', reference: { apiVersion: '', kind: 'Document', name }, locate, reason }
    : { kind: 'unreadable', location: locate(FieldPath.ROOT), reason };
}

/** The API server would refuse such an object. Any other error is thrown on. */
export function wrongType(error: unknown, locate: Locate): Extract<ObjectInText, { kind: 'unreadable' }> {
  if (!(error instanceof FieldTypeError)) throw error;
  const fix = error.isUnquotedText ? '; put it in quotation marks' : '';
  return { kind: 'unreadable', location: locate(error.path), reason: `${error.message}${fix}` };
}
