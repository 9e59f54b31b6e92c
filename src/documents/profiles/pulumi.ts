import { Field, isObject } from '../field.ts';
import {
  type DeletedProfile,
  type DescribedProfile,
  IN_USE,
  loadProfile,
  type PlannedChange,
  type ProfileForm,
  type ProfileKeys,
  readSpec,
} from './form.ts';
import { readStatus } from './profile-fields.ts';
import { knownText, withUnknown } from './unknown.ts';

const KEYS: ProfileKeys = {
  name: 'fargateProfileName',
  nameIsOptional: true,
  selectors: 'selectors',
  role: 'podExecutionRoleArn',
  subnets: 'subnetIds',
  tags: 'tags',
};

/** Source: the schemas of the two providers. The native one is generated from that of CloudFormation. */
export const PULUMI_TYPES: ReadonlyMap<unknown, ProfileKeys> = new Map([
  ['aws:eks/fargateProfile:FargateProfile', KEYS],
  [
    'aws-native:eks:FargateProfile',
    {
      ...KEYS,
      subnets: 'subnets',
      selector: { namespace: 'namespace', labels: 'labels', pairs: { key: 'key', value: 'value' } },
    },
  ],
]);

/** Source: Pulumi, `pulumi stack export`: apitype, UntypedDeployment and DeploymentV3. */
export const PULUMI_STACK: ProfileForm = {
  name: 'the output of pulumi stack export',
  recognizes: (document) => isObject(document.get('deployment').value) && !document.get('apiVersion').isPresent,
  read: (document) =>
    profilesIn(document.get('deployment').get('resources').list()).map((state) => readState(state, 'outputs')),
};

/** Source: Pulumi, `pulumi preview --json`: display, PreviewDigest, whose states are those of an export. */
export const PULUMI_PREVIEW: ProfileForm = {
  name: 'the output of pulumi preview --json',
  recognizes: (document) => {
    const [first] = listOf(document.get('steps').value);
    return isObject(first) && Object.hasOwn(first, 'op') && Object.hasOwn(first, 'urn');
  },
  read: (document) =>
    byResource(document)
      .flatMap((steps) => steps.findLast(isKept) ?? [])
      .map((step) => readState(step.get('newState'), 'inputs')),
  readChange: (document) => readChange(document),
  readGap: (document) => {
    const isSame = (step: Field) => step.get('op').value === 'same';
    const shown = document.get('steps').list().filter(isSame).length;
    const left = (document.get('changeSummary').get('same').number() ?? 0) - shown;
    return left <= 0 ? undefined : `leaves out ${left} resources that stay as they are; give ${SHOW_SAMES}`;
  },
};

const SHOW_SAMES = 'the output of pulumi preview --json --show-sames, or of pulumi stack export';

function profilesIn(states: readonly Field[]): readonly Field[] {
  return states.filter((state) => PULUMI_TYPES.has(state.get('type').value));
}

/** The steps for profiles, those of one resource together: a replacement may be shown as three. */
function byResource(document: Field): readonly (readonly Field[])[] {
  const steps = document
    .get('steps')
    .list()
    .filter((step) => profilesIn([step.get('newState'), step.get('oldState')]).length > 0);
  return [...Map.groupBy(steps, (step) => step.get('urn').value).values()];
}

/** Not a deletion, and not a resource that Pulumi read and no longer needs. */
function isKept(step: Field): boolean {
  return step.get('newState').isPresent && !REMOVALS.includes(opOf(step));
}

const REMOVALS: readonly string[] = ['delete', 'delete-replaced', 'discard', 'discard-replaced'];
const CREATIONS: readonly string[] = ['create', 'create-replacement'];

function opOf(step: Field): string {
  return step.get('op').string() ?? '';
}

/**
 * The paths of its fields begin with the URN. What exists is as its provider says, which `outputs` hold; what is wanted
 * is as the program says.
 */
function readState(state: Field, preferred: 'inputs' | 'outputs'): DescribedProfile {
  const urn = state.get('urn').string() ?? '';
  const [values = state] = [preferred, 'inputs', 'outputs']
    .map((key) => state.get(key))
    .filter((field) => field.get('selectors').isPresent);
  const placed = new Field(withUnknown(values.value, isPlaceholder), new Field({}), urn);
  const type = state.get('type').string() ?? '';
  const spec = readSpec(placed, PULUMI_TYPES.get(type) ?? KEYS, 'optional');
  const wanted = { spec, clusterName: knownText(placed.get('clusterName')) };
  return {
    ...wanted,
    subject: { kind: type, name: nameOf(urn), path: values.path, address: placed.path },
    load: () =>
      loadProfile(wanted, spec.name.value === '' ? nameOf(urn) : spec.name.value, {
        ...IN_USE,
        status: readStatus(placed.get('status')),
      }),
  };
}

/** In the program. */
function nameOf(urn: string): string {
  return urn.split('::').at(-1) ?? urn;
}

/** Source: Pulumi, `pkg/resource/stack`: what is not known yet, and what is a secret, have these in their place. */
const PLACEHOLDERS: readonly unknown[] = ['04da6b54-80e4-46f7-96ec-b56ff0331ba9', '[secret]'];
const SECRET_SIGNATURE = '4dabf18193072939515e22adb298388d';

function isPlaceholder(value: unknown): boolean {
  return PLACEHOLDERS.includes(value) || (isObject(value) && Object.hasOwn(value, SECRET_SIGNATURE));
}

function readChange(document: Field): PlannedChange {
  const resources = byResource(document);
  return {
    existing: resources.flatMap((steps) => {
      const step = steps.find((one) => !CREATIONS.includes(opOf(one)));
      const state = [step?.get('oldState'), step?.get('newState')].find((one) => one?.isPresent);
      return state === undefined ? [] : [readState(state, 'outputs')];
    }),
    deleted: resources.flatMap(deletionIn),
  };
}

/** Pulumi shows which of the steps of a replacement comes first with --show-replacement-steps alone. */
function deletionIn(steps: readonly Field[]): readonly DeletedProfile[] {
  const deletion = steps.find((step) => ['delete', 'delete-replaced', 'replace'].includes(opOf(step)));
  const old = deletion?.get('oldState');
  if (old === undefined || !old.isPresent || old.get('retainOnDelete').value === true) return [];
  const { spec, clusterName } = readState(old, 'outputs');
  const ops = steps.map(opOf);
  const [created, deleted] = [ops.indexOf('create-replacement'), ops.indexOf('delete-replaced')];
  return [{ name: spec.name.value, clusterName, isCreatedFirst: created >= 0 && created < deleted }];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
