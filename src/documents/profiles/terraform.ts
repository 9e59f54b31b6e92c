import { DocumentError } from '../document-error.ts';
import { Field } from '../field.ts';
import {
  type DescribedProfile,
  IN_USE,
  loadProfile,
  type PlannedChange,
  type ProfileForm,
  type ProfileKeys,
  readSpec,
} from './form.ts';
import { readStatus } from './profile-fields.ts';
import { knownText, UNKNOWN } from './unknown.ts';

/** A resource that Terraform keeps, and how to reach it. */
const TYPE = 'aws_eks_fargate_profile';

/**
 * `terraform show -json` and `tofu show -json` of a plan or of a state.
 *
 * Source: Terraform, "JSON Output Format"; the AWS provider, resource aws_eks_fargate_profile.
 */
export const TERRAFORM: ProfileForm = {
  name: 'the JSON of a Terraform plan or state',
  recognizes: (document) =>
    typeof document.get('format_version').value === 'string' &&
    ['terraform_version', 'planned_values', 'values'].some((key) => document.get(key).isPresent),
  read: (document) => {
    requireVersion(document.get('format_version'));
    const unknown = unknownValues(document);
    const values = [document.get('planned_values'), document.get('values')].find(({ isPresent }) => isPresent);
    return values === undefined ? [] : resourcesIn(values.get('root_module')).map((one) => readProfile(one, unknown));
  },
  readChange: (document) => (document.get('resource_changes').isPresent ? readChange(document) : undefined),
};

/** Source: "JSON Output Format": a reader rejects another major version. */
function requireVersion(version: Field): void {
  const text = version.string() ?? '';
  if (text.startsWith('0.') || text.startsWith('1.')) return;
  throw new DocumentError(`${version.path}: expected 0.x or 1.x, got ${JSON.stringify(text)}`);
}

/** Of the module, then of those that it calls. */
function resourcesIn(module: Field): readonly Field[] {
  const own = module
    .get('resources')
    .list()
    .filter((resource) => resource.get('type').value === TYPE && resource.get('mode').value !== 'data');
  return [...own, ...module.get('child_modules').list().flatMap(resourcesIn)];
}

/** By address: the attributes whose values are known only after the plan has been applied, as `true` where the value is. */
type UnknownValues = ReadonlyMap<string, Field>;

function unknownValues(document: Field): UnknownValues {
  return new Map(
    changesIn(document)
      .filter((change) => !change.get('deposed').isPresent)
      .map((change) => [change.get('address').string() ?? '', change.get('change').get('after_unknown')]),
  );
}

function changesIn(document: Field): readonly Field[] {
  return document
    .get('resource_changes')
    .list()
    .filter((change) => change.get('type').value === TYPE && change.get('mode').value !== 'data');
}

/** The paths of its fields begin with the address of the resource, as Terraform writes it. */
function readProfile(resource: Field, unknownByAddress: UnknownValues): DescribedProfile {
  const address = resource.get('address').string() ?? TYPE;
  const values = resource.get('values');
  const known = withUnknown(values.value ?? {}, unknownByAddress.get(address)?.value);
  const placed = new Field(known, new Field({}), address);
  const spec = readSpec(placed, keysOf(placed), 'optional');
  const wanted = { spec, clusterName: knownText(placed.get('cluster_name')) };
  return {
    ...wanted,
    subject: { kind: TYPE, name: address, path: values.path, address: placed.path },
    // A name that is not known yet is that of no other profile, and neither is an address.
    load: () =>
      loadProfile(wanted, spec.name.value === '' ? address : spec.name.value, {
        ...IN_USE,
        status: readStatus(placed.get('status')),
      }),
  };
}

function keysOf(placed: Field): ProfileKeys {
  const tags = placed.get('tags_all').isPresent ? 'tags_all' : 'tags';
  return {
    name: 'fargate_profile_name',
    nameIsOptional: true,
    selectors: 'selector',
    role: 'pod_execution_role_arn',
    subnets: 'subnet_ids',
    tags,
  };
}

/** Terraform leaves out of the values what is not known, and says `true` in its place beside them. */
function withUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    const length = Math.max(list.length, unknown.length);
    return Array.from({ length }, (_, index) => withUnknown(list[index] ?? {}, unknown[index]));
  }
  if (typeof unknown !== 'object' || unknown === null) return value;
  const object = typeof value === 'object' && value !== null ? value : {};
  const entries = Object.entries(unknown).map(([key, part]) => [
    key,
    withUnknown(new Field(object).get(key).value, part),
  ]);
  return { ...object, ...Object.fromEntries(entries) };
}

/** Source: "JSON Output Format", plan representation: the state before, and the actions in the order in which they are done. */
function readChange(document: Field): PlannedChange {
  const existing = resourcesIn(document.get('prior_state').get('values').get('root_module'));
  return {
    existing: existing.map((resource) => readProfile(resource, new Map())),
    deleted: changesIn(document).flatMap((change) => {
      const actions = change.get('change').get('actions').list();
      const isDeleted = actions.some(({ value }) => value === 'delete');
      const before = change.get('change').get('before');
      const name = before.get('fargate_profile_name').string();
      const clusterName = before.get('cluster_name').string();
      const isCreatedFirst = actions[0]?.value === 'create';
      return isDeleted && name !== undefined ? [{ name, clusterName, isCreatedFirst }] : [];
    }),
  };
}
