import type { FargateProfile, ProfileStatus } from '../../fargate/profile.ts';
import {
  effectiveSelectors,
  type NameSpec,
  type ProfileSpec,
  type RoleSpec,
  type RoleText,
  type SelectorListSpec,
  type TagSpec,
} from '../../fargate/profile-spec.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { EXTERNAL_NAME, readCreation } from './profile-creation.ts';
import { readStatus, requireText } from './profile-fields.ts';
import { PROFILE_KINDS, type ProfileKind } from './profile-kinds.ts';

/** A Kubernetes object that asks for a Fargate profile. */
export interface ProfileResource {
  readonly group: string;
  readonly kind: string;
  readonly spec: ProfileSpec;
  /** The EKS cluster that it is for; undefined where the object only refers to it. It need not be the cluster it lives in. */
  readonly clusterName: string | undefined;
  readonly isBeingDeleted: boolean;
}

/** A profile as a document describes it. */
export interface DescribedProfile {
  readonly profile: FargateProfile;
  /** What the rules check; undefined for JSON of the AWS CLI, which EKS checks itself. */
  readonly wanted: ProfileResource | undefined;
}

/** @throws FieldTypeError when it is one of the five kinds and a field that is read has another type. */
export function parseProfileResource(document: Field): ProfileResource | undefined {
  const kind = profileKindOf(document);
  if (kind === undefined) return undefined;
  const places = kind.places.map((place) => descend(document, place));
  const [first, ...rest] = places.map((place) => readSelectorList(place.get(kind.selectors)));
  if (first === undefined) return undefined;
  return {
    group: kind.group,
    kind: kind.kind,
    spec: {
      name: readName(document, kind),
      selectorLists: [first, ...rest],
      tags: places.flatMap((place) => readTags(place.get(kind.tags))),
      tagsField: places.map((place) => place.get(kind.tags)).find((tags) => tags.isPresent)?.path ?? '',
      creation: readCreation(document, kind.controller),
      role: readRole(places, kind),
    },
    clusterName: kind.clusterIsEks ? places.map((place) => place.get('clusterName').string()).find(isNamed) : undefined,
    isBeingDeleted: document.get('metadata').get('deletionTimestamp').isPresent,
  };
}

/**
 * The profile that the resource of this document makes. Undefined for a resource that adopts or observes a profile without
 * saying what its selectors are.
 *
 * @throws DocumentError when it has no name or no usable selector, FieldTypeError for a field of another type.
 */
export function profileOfResource(resource: ProfileResource, document: Field): FargateProfile | undefined {
  const { field, selectors } = effectiveSelectors(resource.spec);
  if (selectors.length === 0 && resource.spec.creation !== 'expected') return undefined;
  if (selectors.length === 0) throw new DocumentError(`${field}: expected at least one selector`);
  for (const selector of selectors) {
    if (selector.namespace === '') throw new DocumentError(`${selector.field}.namespace: is missing`);
  }
  return {
    name: profileNameOf(resource, document),
    clusterName: resource.clusterName,
    status: readResourceStatus(document),
    selectors: selectors.map(({ namespace, labels }) => ({ namespace, labels })),
    healthIssues: [],
  };
}

/**
 * Why no profile is read from a document that calls itself a Fargate profile; undefined for every other document. Most
 * such apiVersions are invented, and `kubectl apply` knows none of them; the rest belong to operators whose fields are not
 * known.
 */
export function unknownProfileReason(document: Field): string | undefined {
  const { value: apiVersion } = document.get('apiVersion');
  const { value: kind } = document.get('kind');
  if (typeof kind !== 'string' || !kind.endsWith('FargateProfile') || profileKindOf(document) !== undefined) {
    return undefined;
  }
  return `${kind} of ${JSON.stringify(apiVersion)} is none of the known kinds, and no profile is read from it; known are ${KNOWN_KINDS}`;
}

const KNOWN_KINDS = PROFILE_KINDS.map(({ group, kind }) => `${kind} of ${group}`).join(', ');

function profileKindOf(document: Field): ProfileKind | undefined {
  const apiVersion = document.get('apiVersion').value;
  const kind = document.get('kind').value;
  if (typeof apiVersion !== 'string') return undefined;
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  return PROFILE_KINDS.find((known) => known.group === group && known.kind === kind);
}

function descend(document: Field, path: readonly string[]): Field {
  return path.reduce((field, key) => field.get(key), document);
}

function isNamed(name: string | undefined): name is string {
  return name !== undefined && name !== '';
}

/** A list of selectors as all but the EKS API write it. @throws FieldTypeError */
export function readSelectorList(list: Field): SelectorListSpec {
  return {
    field: list.path,
    selectors: list.list().map((selector) => ({
      field: selector.path,
      namespace: selector.get('namespace').string() ?? '',
      labels: new Map(Object.entries(selector.get('labels').stringMap())),
    })),
  };
}

/** @throws FieldTypeError */
export function readTags(tags: Field): readonly TagSpec[] {
  return Object.entries(tags.stringMap()).map(([key, value]) => ({ field: `${tags.path}[${key}]`, key, value }));
}

function readRole(places: readonly Field[], { role, roleTexts }: ProfileKind): RoleSpec {
  const texts = places.flatMap((place) => readRoleTexts(place, roleTexts));
  const [main, ...references] = role;
  const [first] = places;
  if (main === undefined || first === undefined) return { field: 'spec.roleName', state: 'optional', texts };
  const isGiven = places.some((place) => [main, ...references].some((key) => isFilled(place.get(key))));
  return { field: first.get(main).path, state: isGiven ? 'given' : 'missing', texts };
}

/** @throws FieldTypeError */
export function readRoleTexts(place: Field, keys: readonly string[]): readonly RoleText[] {
  return keys
    .map((key) => place.get(key))
    .flatMap((field) => {
      const value = field.string();
      return value === undefined || value === '' ? [] : [{ field: field.path, value }];
    });
}

function isFilled(field: Field): boolean {
  return field.isPresent && field.value !== '';
}

function readName(document: Field, kind: ProfileKind): NameSpec {
  if (kind.name === 'metadata') return readExternalName(document);
  const field = document.get('spec').get(kind.name);
  const value = field.string() ?? '';
  return { field: field.path, source: value === '' && kind.nameIsOptional ? 'generated' : 'given', value };
}

/** Crossplane names the profile in AWS by this annotation, which it sets to the object's own name where it is absent. */
function readExternalName(document: Field): NameSpec {
  const metadata = document.get('metadata');
  const annotation = metadata.get('annotations').textMap();
  const external = Object.hasOwn(annotation, EXTERNAL_NAME) ? annotation[EXTERNAL_NAME] : undefined;
  if (isNamed(external)) {
    return { field: `metadata.annotations[${EXTERNAL_NAME}]`, source: 'given', value: external };
  }
  const value = metadata.get('name').string() ?? '';
  return { field: 'metadata.name', source: value === '' ? 'generated' : 'given', value };
}

function profileNameOf({ spec }: ProfileResource, document: Field): string {
  if (spec.name.value !== '') return spec.name.value;
  if (spec.name.source === 'given') throw new DocumentError(`${spec.name.field}: is missing`);
  return generatedName(document.get('metadata'));
}

/** Cluster API joins namespace and name; where that is too long it makes up a name that cannot be known here (seen in its source). */
function generatedName(metadata: Field): string {
  const namespace = metadata.get('namespace').string() ?? 'default';
  const name = `${namespace}_${requireText(metadata.get('name')).replaceAll('.', '_')}`;
  if (name.length < 100) return name;
  throw new DocumentError('spec.profileName: is missing, and the name that Cluster API would make up cannot be known');
}

/** The providers repeat EKS's status, Cluster API says only whether the profile is ready. */
function readResourceStatus(document: Field): ProfileStatus {
  const status = document.get('status');
  if (status.get('failureReason').isPresent) return 'CREATE_FAILED';
  if (status.get('ready').isPresent) return status.get('ready').boolean() ? 'ACTIVE' : 'CREATING';
  const told = [status.get('atProvider').get('status'), status.get('status')].find((field) => field.isPresent);
  return told === undefined ? 'ACTIVE' : readStatus(told);
}
