import { FieldPath } from '../../fargate/field-path.ts';
import type { FargateProfile, ProfileStatus } from '../../fargate/profile.ts';
import { effectiveSelectors, type NameSpec, type ProfileSpec, type RoleSpec } from '../../fargate/profile-spec.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { IN_USE, loadProfile, type ProfileForm, type WantedProfile } from './form.ts';
import { EXTERNAL_NAME, readCreation } from './profile-creation.ts';
import { readRoleTexts, readStatus, readSubnets, requireText } from './profile-fields.ts';
import { PROFILE_KINDS, type ProfileKind } from './profile-kinds.ts';
import { readSelectorList, readTags } from './selector-list.ts';

/** A Kubernetes object that asks for a Fargate profile. The cluster that it is for need not be the one that it is in. */
export interface ProfileResource extends WantedProfile {
  readonly isBeingDeleted: boolean;
}

/** @throws FieldTypeError when it is one of the five kinds and a field that is read has another type. */
export function parseProfileResource(document: Field): ProfileResource | undefined {
  const kind = profileKindOf(document);
  if (kind === undefined) return undefined;
  const places = kind.places.map((place) => descend(document, place));
  const [first, ...rest] = places.map((place) => readSelectorList(place.get(kind.selectors)));
  if (first === undefined) return undefined;
  return {
    spec: {
      name: readName(document, kind),
      selectorLists: [first, ...rest],
      tags: places.flatMap((place) => readTags(place.get(kind.tags))),
      tagsField: places.map((place) => place.get(kind.tags)).find((tags) => tags.isPresent)?.path ?? FieldPath.ROOT,
      creation: readCreation(document, kind.controller),
      role: readRole(places, kind),
      ...readSubnetsOf(places, kind),
    },
    clusterName: kind.clusterIsEks ? places.map((place) => place.get('clusterName').string()).find(isNamed) : undefined,
    isBeingDeleted: document.get('metadata').get('deletionTimestamp').isPresent,
  };
}

/** The five kinds. A resource that adopts or observes a profile need not say what its selectors are. */
export const PROFILE_RESOURCES: ProfileForm = {
  name: 'a FargateProfile resource of a Kubernetes controller',
  recognizes: (document) => profileKindOf(document) !== undefined,
  read: (document) => {
    const resource = parseProfileResource(document);
    return resource === undefined
      ? []
      : [{ ...resource, subject: undefined, load: () => profileOf(resource, document) }];
  },
};

/** @throws DocumentError, FieldTypeError */
function profileOf(resource: ProfileResource, document: Field): FargateProfile | undefined {
  const { selectors } = effectiveSelectors(resource.spec);
  if (selectors.length === 0 && resource.spec.creation !== 'expected') return undefined;
  const current = { ...IN_USE, status: readResourceStatus(document) };
  return loadProfile(resource, profileNameOf(resource, document), current);
}

/** A document that calls itself a Fargate profile, and of which none is read. */
export interface UnreadProfile {
  /** `invented`: no such API exists, and `kubectl apply` refuses it. `foreign`: of an operator whose fields are not known. */
  readonly kind: 'invented' | 'foreign';
  readonly reason: string;
}

/** Undefined for every other document. Most such apiVersions in public repositories are invented. */
export function unreadProfile(document: Field): UnreadProfile | undefined {
  const { value: apiVersion } = document.get('apiVersion');
  const { value: kind } = document.get('kind');
  if (typeof kind !== 'string' || !kind.endsWith('FargateProfile') || profileKindOf(document) !== undefined) {
    return undefined;
  }
  const name = `${kind} of ${JSON.stringify(apiVersion)}`;
  const known = `known are ${KNOWN_KINDS}`;
  return isOwnedByKnownProject(apiVersion)
    ? { kind: 'invented', reason: `${name} does not exist, and no profile is read from it; ${known}` }
    : {
        kind: 'foreign',
        reason: `${name} is of an operator that is not known, and no profile is read from it; ${known}`,
      };
}

const KNOWN_KINDS = PROFILE_KINDS.map(({ group, kind }) => `${kind} of ${group}`).join(', ');

/** The domains whose APIs are known as a whole: those of AWS, Kubernetes and the projects of {@link PROFILE_KINDS}. */
const KNOWN_DOMAINS: readonly string[] = [
  'amazonaws.com',
  'amazon.com',
  'k8s.aws',
  'k8s.io',
  'kubernetes.io',
  'x-k8s.io',
  'crossplane.io',
  'upbound.io',
  'eksctl.io',
];

function isOwnedByKnownProject(apiVersion: unknown): boolean {
  const group = groupOf(apiVersion);
  return !group.includes('.') || KNOWN_DOMAINS.some((domain) => group === domain || group.endsWith(`.${domain}`));
}

function profileKindOf(document: Field): ProfileKind | undefined {
  const apiVersion = document.get('apiVersion').value;
  const kind = document.get('kind').value;
  const group = groupOf(apiVersion);
  return PROFILE_KINDS.find((known) => known.group === group && known.kind === kind);
}

/** Empty for the core group, whose apiVersion is a version alone. */
function groupOf(apiVersion: unknown): string {
  return typeof apiVersion === 'string' ? apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/'))) : '';
}

function descend(document: Field, path: readonly string[]): Field {
  return path.reduce((field, key) => field.get(key), document);
}

function isNamed(name: string | undefined): name is string {
  return name !== undefined && name !== '';
}

function readRole(places: readonly Field[], { role, roleTexts }: ProfileKind): RoleSpec {
  const texts = places.flatMap((place) => readRoleTexts(place, roleTexts));
  const [main, ...references] = role;
  const [first] = places;
  if (main === undefined || first === undefined)
    return { field: FieldPath.of('spec', 'roleName'), state: 'optional', texts };
  const isGiven = places.some((place) => [main, ...references].some((key) => isFilled(place.get(key))));
  return { field: first.get(main).path, state: isGiven ? 'given' : 'missing', texts };
}

function readSubnetsOf(places: readonly Field[], { subnets }: ProfileKind): Pick<ProfileSpec, 'subnets'> {
  const found = places.map((place) => place.get(subnets)).find(({ isPresent }) => isPresent);
  return found === undefined ? {} : readSubnets(found);
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
    return { field: FieldPath.of('metadata', 'annotations', { key: EXTERNAL_NAME }), source: 'given', value: external };
  }
  const value = metadata.get('name').string() ?? '';
  return { field: FieldPath.of('metadata', 'name'), source: value === '' ? 'generated' : 'given', value };
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
  const reported = [status.get('atProvider').get('status'), status.get('status')].find((field) => field.isPresent);
  return reported === undefined ? 'ACTIVE' : readStatus(reported);
}
