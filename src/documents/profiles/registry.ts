import type { FieldPath } from '../../fargate/field-path.ts';
import type { FargateProfile } from '../../fargate/profile.ts';
import { DocumentError } from '../document-error.ts';
import { type Field, FieldTypeError } from '../field.ts';
import { isKubernetesList, isKubernetesObject } from '../kubernetes-objects.ts';
import { AWS_DESCRIPTION, AWS_INPUT } from './aws-cli.ts';
import { CHANGE_SET } from './change-set.ts';
import { CLOUDFORMATION, isTemplate } from './cloudformation.ts';
import { EKSCTL_CONFIG, EKSCTL_OUTPUT } from './eksctl.ts';
import type { DeletedProfile, DescribedProfile, ProfileForm, ProfileSubject } from './form.ts';
import { NOT_READ_FORMS } from './not-read.ts';
import { PROFILE_RESOURCES, unreadProfile } from './profile-resource.ts';
import { PULUMI_PREVIEW, PULUMI_STACK } from './pulumi.ts';
import { TERRAFORM } from './terraform.ts';

/** Every form in which a profile is read. The first that recognizes a document reads it. */
export const PROFILE_FORMS: readonly ProfileForm[] = [
  AWS_DESCRIPTION,
  AWS_INPUT,
  PROFILE_RESOURCES,
  EKSCTL_CONFIG,
  EKSCTL_OUTPUT,
  TERRAFORM,
  CLOUDFORMATION,
  CHANGE_SET,
  PULUMI_PREVIEW,
  PULUMI_STACK,
  ...NOT_READ_FORMS,
];

/** Undefined where the document is no object, or one in no known form. */
export function profileFormOf(document: Field): ProfileForm | undefined {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return PROFILE_FORMS.find((form) => form.recognizes(document));
}

/** A profile that is loaded, and how the document describes it. */
export interface LoadedProfile {
  readonly profile: FargateProfile;
  readonly described: DescribedProfile;
}

export interface LoadedDocument {
  readonly profiles: readonly LoadedProfile[];
  /** What calls itself a profile and is of an operator that is not known, and what else may hold profiles: a line each. */
  readonly unread: readonly string[];
  /** Why they are not all of a cluster, a line each. */
  readonly gaps: readonly string[];
}

/** Takes what is wrong with a document or with one of its profiles, and where. It throws, or the rest is read. */
export type OnBrokenPart = (error: DocumentError | FieldTypeError, path: FieldPath) => void;

const REFUSE: OnBrokenPart = (error) => {
  throw error;
};

/**
 * The profiles of one YAML or JSON document in any form, of a Kubernetes list or of a plain list of such documents.
 *
 * undefined: the document is a Kubernetes object of another kind, or a list of such. An empty list is one without
 * profiles, said outright.
 *
 * @throws DocumentError, FieldTypeError when it is neither, or a profile that is not whole, unless `onBroken` goes on.
 */
export function loadProfileDocument(document: Field, onBroken: OnBrokenPart = REFUSE): LoadedDocument | undefined {
  const reading = new Reading(onBroken);
  return reading.attempt(document.path, () => {
    if (Array.isArray(document.value)) return reading.each(document.list());
    return isKubernetesList(document) ? reading.each(readItems(document)) : reading.object(document);
  });
}

/** The same, the profiles alone. @throws DocumentError, FieldTypeError */
export function parseProfileDocument(document: Field): readonly FargateProfile[] | undefined {
  return loadProfileDocument(document)?.profiles.map(({ profile }) => profile);
}

/** A plan, and the profiles that exist before it. */
export interface LoadedChange {
  readonly existing: readonly FargateProfile[];
  readonly deleted: readonly DeletedProfile[];
  /** Why those that exist are not all of them; undefined where they may be. */
  readonly gap: string | undefined;
}

/** Undefined for a document that says nothing about the profiles that exist. @throws DocumentError, FieldTypeError */
export function loadPlannedChange(document: Field): LoadedChange | undefined {
  const form = profileFormOf(document);
  const change = form?.readChange?.(document);
  if (change === undefined) return undefined;
  const existing = change.existing.map((one) => one.load()).filter((profile) => profile !== undefined);
  return { existing, deleted: change.deleted, gap: form?.readGap?.(document) };
}

class Reading {
  readonly #onBroken: OnBrokenPart;

  constructor(onBroken: OnBrokenPart) {
    this.#onBroken = onBroken;
  }

  each(objects: readonly Field[]): LoadedDocument | undefined {
    const found = objects.map((object) => this.object(object)).filter((loaded) => loaded !== undefined);
    if (found.length === 0 && objects.length > 0) return undefined;
    return {
      profiles: found.flatMap(({ profiles }) => profiles),
      unread: found.flatMap(({ unread }) => unread),
      gaps: found.flatMap(({ gaps }) => gaps),
    };
  }

  object(object: Field): LoadedDocument | undefined {
    const form = profileFormOf(object);
    return this.attempt(object.path, () => (form === undefined ? readOther(object) : this.#load(form, object)));
  }

  /** Undefined where every profile of it takes its selectors from EKS. */
  #load(form: ProfileForm, object: Field): LoadedDocument | undefined {
    this.attempt(object.path, () => form.requireWhole?.(object));
    const described = form.read(object);
    const profiles = described.flatMap((one) => {
      const profile = this.attempt(one.spec.name.field, () => one.load(), one.subject);
      return profile === undefined ? [] : [{ profile, described: one }];
    });
    if (described.length > 0 && profiles.length === 0) return undefined;
    const gap = form.readGap?.(object);
    return { profiles, unread: form.readUnread?.(object) ?? [], gaps: gap === undefined ? [] : [gap] };
  }

  /** @param path of what is read, for an error that names no field. */
  attempt<Result>(path: FieldPath, read: () => Result, subject?: ProfileSubject): Result | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DocumentError || error instanceof FieldTypeError)) throw error;
      this.#onBroken(error, inDocument(error.path ?? path, subject));
      return undefined;
    }
  }
}

function inDocument(path: FieldPath, subject: ProfileSubject | undefined): FieldPath {
  return subject === undefined ? path : subject.path.join(path.within(subject.address) ?? path);
}

function readItems(list: Field): readonly Field[] {
  const items = list.get('items');
  if (!items.isPresent) throw new DocumentError(`${items.path}: is missing; an empty list says []`);
  return items.list();
}

/** What is in no form of a profile. @throws DocumentError */
function readOther(object: Field): LoadedDocument | undefined {
  if (isTemplate(object)) return undefined;
  const unread = isKubernetesObject(object) ? unreadProfile(object) : undefined;
  if (unread?.kind === 'foreign') return { profiles: [], unread: [unread.reason], gaps: [] };
  if (unread === undefined && isKubernetesObject(object)) return undefined;
  const reason = unread?.reason ?? 'neither a Fargate profile nor a Kubernetes object';
  throw new DocumentError(`${object.isRoot ? '' : `${object.path}: `}${reason}`);
}
