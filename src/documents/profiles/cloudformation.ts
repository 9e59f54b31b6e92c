import type { FieldPath } from '../../fargate/field-path.ts';
import { effectiveSelectors, type ProfileSpec } from '../../fargate/profile-spec.ts';
import { DocumentError } from '../document-error.ts';
import { type Field, isObject } from '../field.ts';
import { type DescribedProfile, IN_USE, loadProfile, type ProfileForm, type ProfileKeys, readSpec } from './form.ts';
import { resolve } from './intrinsics.ts';
import { EKS_SELECTOR } from './selector-list.ts';
import { isUnknown, knownText, UNKNOWN } from './unknown.ts';

/** How a type of resource holds a profile: under which property, and under which keys. */
export interface TemplateType {
  readonly type: string;
  readonly config: string | undefined;
  /** For any change, that of a tag too. */
  readonly isAlwaysReplaced: boolean;
  readonly clusterName: string;
  readonly keys: ProfileKeys;
}

const PAIRS = { key: 'Key', value: 'Value' };

/** Source: CloudFormation, AWS::EKS::FargateProfile; the CDK, aws-eks, whose older construct makes the second type. */
export const TEMPLATE_TYPES: readonly TemplateType[] = [
  {
    type: 'AWS::EKS::FargateProfile',
    config: undefined,
    isAlwaysReplaced: false,
    clusterName: 'ClusterName',
    keys: {
      name: 'FargateProfileName',
      nameIsOptional: true,
      selectors: 'Selectors',
      selector: { namespace: 'Namespace', labels: 'Labels', pairs: PAIRS },
      role: 'PodExecutionRoleArn',
      subnets: 'Subnets',
      tags: 'Tags',
    },
  },
  {
    type: 'Custom::AWSCDK-EKS-FargateProfile',
    config: 'Config',
    isAlwaysReplaced: true,
    clusterName: 'clusterName',
    keys: {
      name: 'fargateProfileName',
      nameIsOptional: true,
      selectors: 'selectors',
      selector: EKS_SELECTOR,
      role: 'podExecutionRoleArn',
      subnets: 'subnets',
      tags: 'tags',
    },
  },
];

/** A template in YAML or JSON, as somebody writes it or `cdk synth` makes it. */
export const CLOUDFORMATION: ProfileForm = {
  name: 'a CloudFormation template',
  recognizes: (document) =>
    isTemplate(document) && resourcesOf(document).some(({ type, loop }) => type !== undefined || loop),
  read: (document) => {
    const resources = resourcesOf(document);
    const loop = resources.find((resource) => resource.loop);
    if (loop !== undefined) throw new DocumentError(`${loop.resource.path}: ${LOOP}`);
    return resources.flatMap(({ name, resource, type }) =>
      type === undefined ? [] : [readResource({ name, resource, type }, document)],
    );
  },
};

const LOOP =
  'makes Fargate profiles in a loop, which is not evaluated; give what CloudFormation makes of the template: aws cloudformation get-template --template-stage Processed --query TemplateBody';

/** Also one without a Fargate profile. */
export function isTemplate(document: Field): boolean {
  const { value } = document.get('Resources');
  return isObject(value) && !document.get('apiVersion').isPresent;
}

interface TemplateResource {
  readonly name: string;
  readonly resource: Field;
  /** Undefined for every other resource. */
  readonly type: TemplateType | undefined;
  /** An `Fn::ForEach` that makes profiles. */
  readonly loop: boolean;
}

function resourcesOf(document: Field): readonly TemplateResource[] {
  return document
    .get('Resources')
    .entries()
    .map(([name]) => {
      const resource = document.get('Resources').get(name);
      const type = isObject(resource.value) ? templateTypeOf(resource.get('Type').value) : undefined;
      return { name, resource, type, loop: name.startsWith('Fn::ForEach::') && mentionsProfile(resource.value) };
    });
}

export function templateTypeOf(type: unknown): TemplateType | undefined {
  return TEMPLATE_TYPES.find((known) => known.type === type);
}

function mentionsProfile(value: unknown): boolean {
  if (templateTypeOf(value) !== undefined) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(mentionsProfile);
}

interface ProfileInTemplate {
  readonly name: string;
  readonly resource: Field;
  readonly type: TemplateType;
}

/** @throws FieldTypeError */
function readResource({ name, resource, type }: ProfileInTemplate, document: Field): DescribedProfile {
  const properties = resource.get('Properties');
  const resolved = properties.withValue(resolve(properties.value ?? {}, document));
  const described = readProperties(resolved, type, name);
  const condition = resource.get('Condition');
  return {
    ...described,
    subject: { kind: type.type, name, path: resource.path, address: resource.path },
    load: () => described.load(condition.isPresent ? condition.path : undefined),
  };
}

export interface ReadProperties extends Pick<DescribedProfile, 'spec' | 'clusterName'> {
  /** `condition`: the path of what decides whether there is such a profile at all. */
  load(condition?: FieldPath): ReturnType<DescribedProfile['load']>;
}

/** The profile that resolved properties describe. `logicalId` is its name where none is known. @throws FieldTypeError */
export function readProperties(properties: Field, type: TemplateType, logicalId: string): ReadProperties {
  const config = configOf(properties, type);
  const spec = readSpec(config, type.keys, 'missing');
  const clusterName = knownText(config.get(type.clusterName));
  const name = spec.name.value === '' ? logicalId : spec.name.value;
  return {
    spec,
    clusterName,
    load: (condition) =>
      loadProfile({ spec: condition === undefined ? spec : withCondition(spec, condition), clusterName }, name, IN_USE),
  };
}

/** Where nothing of it is known, each part is not. */
function configOf(properties: Field, { config, keys }: TemplateType): Field {
  const found = config === undefined || isUnknown(properties) ? properties : properties.get(config);
  if (!isUnknown(found)) return found;
  const parts = [keys.name, keys.selectors, keys.role].map((key) => [key, UNKNOWN]);
  return found.withValue(Object.fromEntries(parts));
}

/** Whether the selectors match is not known where it is not known whether there is such a profile. */
function withCondition(spec: ProfileSpec, condition: FieldPath): ProfileSpec {
  const { field, selectors, unknown = [] } = effectiveSelectors(spec);
  const all = [
    ...unknown.map((selector) => ({ ...selector, unknownFields: [...selector.unknownFields, condition] })),
    ...selectors.map(({ namespace, labels }) => ({ namespace, labels, unknownFields: [condition] })),
  ];
  return { ...spec, selectorLists: [{ field, selectors: [], unknown: all }] };
}
