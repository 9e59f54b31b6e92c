import { DocumentError } from '../document-error.ts';
import { Field } from '../field.ts';
import { type ReadProperties, readProperties, type TemplateType, templateTypeOf } from './cloudformation.ts';
import type { DescribedProfile, PlannedChange, ProfileForm } from './form.ts';
import { withUnknown } from './unknown.ts';

/**
 * `aws cloudformation describe-change-set --include-property-values`.
 *
 * Source: CloudFormation API reference, DescribeChangeSet and ResourceChange.
 */
export const CHANGE_SET: ProfileForm = {
  name: 'a change set of CloudFormation',
  recognizes: (document) =>
    ['ChangeSetId', 'ChangeSetName'].some((key) => document.get(key).isPresent) &&
    Array.isArray(document.get('Changes').value),
  read: (document) => {
    requireWhole(document);
    return changesIn(document)
      .filter(({ action }) => action !== 'Remove')
      .map((change) => describe(change, 'AfterContext'));
  },
  readChange: (document) => readChange(document),
  readGap: () =>
    'lists what changes alone, and not the profiles that stay; give the profiles before it as well: --cluster-name or --profiles',
  readUnread: (document) =>
    resourceChanges(document)
      .filter((change) => change.get('ChangeSetId').isPresent)
      .map((change) => `${change.get('LogicalResourceId').value} ${NESTED} ${change.get('ChangeSetId').value}`),
};

const NESTED = 'is a nested stack, whose changes are not in this change set; give that of';

function requireWhole(document: Field): void {
  const { isPresent, path } = document.get('NextToken');
  if (isPresent)
    throw new DocumentError(`${path}: more changes follow; give the output of the AWS CLI without --no-paginate`);
}

interface ProfileChange {
  readonly change: Field;
  readonly type: TemplateType;
  readonly action: unknown;
  readonly name: string;
}

function resourceChanges(document: Field): readonly Field[] {
  return document
    .get('Changes')
    .list()
    .map((change) => change.get('ResourceChange'));
}

function changesIn(document: Field): readonly ProfileChange[] {
  return resourceChanges(document).flatMap((change) => {
    const type = templateTypeOf(change.get('ResourceType').value);
    if (type === undefined) return [];
    const name = change.get('LogicalResourceId').string() ?? '';
    return [{ change, type, action: change.get('Action').value, name }];
  });
}

type Side = 'BeforeContext' | 'AfterContext';

/** The paths of its fields begin with the logical ID. @throws DocumentError, FieldTypeError */
function describe(profile: ProfileChange, side: Side): DescribedProfile {
  const { change, type, name } = profile;
  const { spec, clusterName, load } = propertiesOf(profile, side);
  return {
    spec,
    clusterName,
    subject: { kind: type.type, name, path: change.path, address: new Field({}, new Field({}), name).path },
    load: () => load(),
  };
}

function propertiesOf(profile: ProfileChange, side: Side): ReadProperties {
  const { change, type, name } = profile;
  const context = new Field(readContext(change.get(side)), new Field({}), name);
  const isNew = side === 'AfterContext' && (profile.action === 'Add' || isDeleted(profile));
  return readProperties(context.get('Properties'), type, isNew ? name : physicalName(change, name));
}

/** `cluster|profile`, or the name alone. */
function physicalName(change: Field, logicalId: string): string {
  return change.get('PhysicalResourceId').string()?.split('|').at(-1) ?? logicalId;
}

/** A JSON object in a text. */
function readContext(context: Field): unknown {
  const text = context.string();
  if (text === undefined) throw new DocumentError(`${context.path}: is missing; ${WITH_VALUES}`);
  try {
    return withUnknown(JSON.parse(text), isPlaceholder);
  } catch (error) {
    throw new DocumentError(`${context.path}: is no JSON`, { cause: error });
  }
}

const WITH_VALUES = 'give the output of aws cloudformation describe-change-set --include-property-values';

/** CloudFormation has this in the place of what it knows only later. */
const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && value.includes(KNOWN_AFTER_APPLY);
}

/** A replacement is created before what it replaces is deleted. Source: CloudFormation User Guide, update behaviors. */
function readChange(document: Field): PlannedChange {
  const before = changesIn(document).filter(({ action }) => action === 'Modify' || action === 'Remove');
  const existing = before.map((profile) => ({ profile, described: describe(profile, 'BeforeContext') }));
  return {
    existing: existing.map(({ described }) => described),
    deleted: existing
      .filter(({ profile }) => isDeleted(profile))
      .map(({ profile, described }) => ({
        name: described.spec.name.value || physicalName(profile.change, profile.name),
        clusterName: described.clusterName,
        isCreatedFirst: profile.action === 'Modify',
      })),
  };
}

/** Whether a change that is conditional replaces the profile is not known: it may. */
function isDeleted({ change, type, action }: ProfileChange): boolean {
  const policy = change.get('PolicyAction').value;
  if (policy === 'Retain' || policy === 'ReplaceAndRetain') return false;
  return action === 'Remove' || type.isAlwaysReplaced || change.get('Replacement').value !== 'False';
}
