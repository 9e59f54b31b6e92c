import { FieldPath } from '../../fargate/field-path.ts';
import type { FargateProfile, ProfileStatus } from '../../fargate/profile.ts';
import {
  effectiveSelectors,
  namespaceField,
  type ProfileSpec,
  type RoleSpec,
  type SelectorSpec,
} from '../../fargate/profile-spec.ts';
import { DocumentError } from '../document-error.ts';
import type { Field } from '../field.ts';
import { readCreation, readHealthIssues, readRoleTexts, readStatus, readSubnets } from './profile-fields.ts';
import { EKS_SELECTOR, readSelectorList, readTags, type SelectorKeys } from './selector-list.ts';
import { isUnknown, knownText } from './unknown.ts';

/** One way in which people write Fargate profiles. The registry lists them all. */
export interface ProfileForm {
  /** In words: `an eksctl ClusterConfig`. */
  readonly name: string;
  recognizes(document: Field): boolean;
  /**
   * Every profile of a document that the form recognizes.
   *
   * @throws DocumentError, FieldTypeError where the document is broken as a whole.
   */
  read(document: Field): readonly DescribedProfile[];
  /**
   * Where a document that may have been cut off is still one that can be read: what it has to say before its profiles count
   * as those of a cluster.
   *
   * @throws DocumentError
   */
  requireWhole?(document: Field): void;
  /** What the document says about the profiles that exist; undefined where it says nothing. @throws DocumentError, FieldTypeError */
  readChange?(document: Field): PlannedChange | undefined;
  /** Why its profiles are not all of a cluster, and what to give; undefined where they may be. @throws FieldTypeError */
  readGap?(document: Field): string | undefined;
  /** What else it names that may hold profiles, a line each. @throws FieldTypeError */
  readUnread?(document: Field): readonly string[];
  /** Why nothing is read from it, and what to give. Then {@link read} throws the same. */
  refuse?(document: Field): string;
}

/** What a plan does to the profiles that exist. */
export interface PlannedChange {
  readonly existing: readonly DescribedProfile[];
  /** Those that are replaced, too. */
  readonly deleted: readonly DeletedProfile[];
}

export interface DeletedProfile extends Pick<WantedProfile, 'clusterName'> {
  readonly name: string;
  /** What replaces it is created before it is deleted. */
  readonly isCreatedFirst: boolean;
}

/** A profile as somebody wants it, and the EKS cluster that it is for, where that is known. */
export interface WantedProfile {
  readonly spec: ProfileSpec;
  readonly clusterName: string | undefined;
}

/** A profile as a document describes it. */
export interface DescribedProfile extends WantedProfile {
  /** The part of the document that describes it; undefined: the document itself. */
  readonly subject: ProfileSubject | undefined;
  /**
   * The profile that decides where pods run. Undefined where a controller takes the selectors from EKS.
   *
   * @throws DocumentError where EKS would make no profile of it, FieldTypeError
   */
  load(): FargateProfile | undefined;
}

export interface ProfileSubject {
  /** As the form calls it: `aws_eks_fargate_profile`. */
  readonly kind: string;
  readonly name: string;
  /** Where it is in the document. */
  readonly path: FieldPath;
  /** What the field paths of the specification begin with, such as the address of a Terraform resource. */
  readonly address: FieldPath;
}

/** What a document says about a profile that exists. A document that says nothing means a profile that is in use. */
export interface CurrentState extends Pick<FargateProfile, 'createdAtMs'> {
  readonly status: ProfileStatus;
  readonly healthIssues: FargateProfile['healthIssues'];
}

export const IN_USE: CurrentState = { status: 'ACTIVE', healthIssues: [] };

/** @throws DocumentError where it has no name or no usable selector: truncated YAML is valid YAML. */
export function loadProfile({ spec, clusterName }: WantedProfile, name: string, current: CurrentState): FargateProfile {
  const { field, selectors, unknown = [] } = effectiveSelectors(spec);
  if (selectors.length + unknown.length === 0)
    throw new DocumentError(`${field}: expected at least one selector`, { path: field });
  for (const selector of selectors) requireNamespace(selector);
  return {
    name,
    clusterName,
    selectors: selectors.map(({ namespace, labels }) => ({ namespace, labels })),
    ...current,
    ...(unknown.length === 0 ? {} : { unknownSelectors: unknown }),
  };
}

function requireNamespace(selector: SelectorSpec): void {
  if (selector.namespace !== '') return;
  const field = namespaceField(selector);
  throw new DocumentError(`${field}: is missing`, { path: field });
}

/** @throws DocumentError */
export function requireName({ name: { field, value } }: ProfileSpec): string {
  if (value === '') throw new DocumentError(`${field}: is missing`, { path: field });
  return value;
}

/** The keys under which one object holds a profile. */
export interface ProfileKeys {
  readonly name: string;
  /** Where none is given, or it is not known, one is made up when the profile is created. */
  readonly nameIsOptional?: boolean;
  readonly selectors: string;
  /** Absent: those of the EKS API. */
  readonly selector?: SelectorKeys;
  readonly role: string;
  readonly subnets: string;
  /** Undefined where the tags are those of AWS as well, which EKS has accepted. */
  readonly tags: string | undefined;
}

/** A profile that one object describes, field by field as EKS does. @throws FieldTypeError */
export function readSpec(object: Field, keys: ProfileKeys, roleIfAbsent: 'missing' | 'optional'): ProfileSpec {
  const { selector = EKS_SELECTOR } = keys;
  const name = object.get(keys.name);
  const isGenerated = isUnknown(name) || (keys.nameIsOptional === true && !name.isPresent);
  return {
    name: { field: name.path, source: isGenerated ? 'generated' : 'given', value: knownText(name) ?? '' },
    selectorLists: [readSelectorList(object.get(keys.selectors), selector)],
    ...readTagsOf(object, keys),
    creation: 'expected',
    role: readRole(object, keys.role, roleIfAbsent),
    ...readSubnets(object.get(keys.subnets)),
  };
}

function readTagsOf(
  object: Field,
  { tags: key, selector = EKS_SELECTOR }: ProfileKeys,
): Pick<ProfileSpec, 'tags' | 'tagsField'> {
  if (key === undefined) return { tags: [], tagsField: FieldPath.ROOT };
  const tags = object.get(key);
  return { tags: readTags(tags, selector.pairs), tagsField: tags.path };
}

function readRole(object: Field, key: string, ifAbsent: 'missing' | 'optional'): RoleSpec {
  const field = object.get(key);
  const texts = readRoleTexts(object, [key]);
  return { field: field.path, state: texts.length > 0 || isUnknown(field) ? 'given' : ifAbsent, texts };
}

/** What `status`, `health` and `createdAt` of EKS's own description say. @throws DocumentError, FieldTypeError */
export function readCurrentState(object: Field): CurrentState {
  return {
    status: readStatus(object.get('status')),
    healthIssues: readHealthIssues(object.get('health')),
    ...readCreation(object.get('createdAt')),
  };
}
