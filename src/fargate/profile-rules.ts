import type { FieldPath } from './field-path.ts';
import { type Finding, finding } from './finding.ts';
import { compilePattern } from './pattern.ts';
import {
  effectiveSelectors,
  labelsField,
  labelValueField,
  namespaceField,
  type ProfileSpec,
  type RoleSpec,
  type SelectorListSpec,
  type SelectorSpec,
  type TagSpec,
} from './profile-spec.ts';
import { isImpossible, selectorIdentity } from './selectors.ts';

/** Adjustable service quotas of an AWS account. */
export interface ProfileLimits {
  readonly maxSelectors: number;
  readonly maxLabels: number;
  /** In one cluster. */
  readonly maxProfiles: number;
}

/** What an account has unless AWS raised it. Source: EKS User Guide, service quotas. */
export const DEFAULT_LIMITS: ProfileLimits = { maxSelectors: 5, maxLabels: 5, maxProfiles: 10 };

/**
 * What CreateFargateProfile rejects, and what it accepts although it is nearly always a mistake. Reports all of it at once.
 *
 * Source of the rules: EKS API reference, CreateFargateProfile; EKS User Guide, fargate-profile and service quotas.
 */
export function checkProfile(spec: ProfileSpec, limits: ProfileLimits): readonly Finding[] {
  if (spec.creation === 'never') return [];
  return [
    ...checkName(spec),
    ...checkSelectorsExist(spec),
    ...spec.selectorLists.flatMap((list) => checkSelectorList(list, limits)),
    ...checkTags(spec),
  ];
}

/** EKS requires the role only when the profile is created. */
export function checkRole({ role, creation }: ProfileSpec): readonly Finding[] {
  if (creation === 'never') return [];
  if (role.state !== 'missing' || creation !== 'expected') return checkRolePath(role);
  const message =
    'the pod execution role is missing: the kubelet of each Fargate pod uses it to join the cluster and to pull images';
  return [finding('pod-execution-role-required', { field: role.field, problem: { kind: 'required' }, message })];
}

/** Source: EKS User Guide, fargate-getting-started: the ARN of the role cannot include a path. */
function checkRolePath({ texts }: RoleSpec): readonly Finding[] {
  return texts
    .filter(({ value }) => hasPath(value))
    .map(({ field, value }) => {
      const message = 'EKS does not accept a path in the pod execution role';
      return finding('pod-execution-role-path', { field, problem: { kind: 'invalid', value }, message });
    });
}

const ROLE_IN_ARN = ':role/';

/** `role` is an ARN, or the name or path of a role. `/` alone is not a path. */
function hasPath(role: string): boolean {
  const start = role.indexOf(ROLE_IN_ARN);
  if (start < 0 && role.startsWith('arn:')) return false;
  const name = start < 0 ? role : role.slice(start + ROLE_IN_ARN.length);
  return name !== '/' && name.includes('/');
}

const MAX_NAME_LENGTH = 100;
const MAX_LABEL_VALUE_LENGTH = 63;
const RESERVED_NAME_PREFIX = 'eks-';

function checkName({ name: { field, source, value }, creation }: ProfileSpec): readonly Finding[] {
  if (source === 'generated') return [];
  const problem = { kind: 'invalid', value } as const;
  const findings: Finding[] = [];
  if (value === '' && creation === 'expected') {
    const message = 'a Fargate profile must have a name';
    findings.push(finding('profile-name-required', { field, problem: { kind: 'required' }, message }));
  }
  if (value.startsWith(RESERVED_NAME_PREFIX)) {
    const message = "The fargate profile name starts with the reserved prefix: 'eks-'";
    findings.push(finding('profile-name-reserved', { field, problem, message }));
  }
  const length = lengthOf(value);
  if (length > MAX_NAME_LENGTH) {
    const message = `The Fargate profile name parameter should not be greater than ${MAX_NAME_LENGTH} characters`;
    findings.push(
      finding('profile-name-too-long', { field, problem: { kind: 'too-long', maximum: MAX_NAME_LENGTH }, message }),
    );
  } else if (length > MAX_LABEL_VALUE_LENGTH) {
    const message = `the name has ${length} characters, but EKS copies it to a pod label, whose value can have at most ${MAX_LABEL_VALUE_LENGTH}`;
    findings.push(finding('profile-name-no-label-value', { field, problem, message }));
  }
  return findings;
}

function checkSelectorsExist(spec: ProfileSpec): readonly Finding[] {
  const { field, selectors, unknown = [] } = effectiveSelectors(spec);
  if (selectors.length + unknown.length > 0) return [];
  if (spec.creation === 'possible') {
    const message =
      'without selectors, the controller can only adopt an existing profile: if EKS has no such profile, its creation fails';
    return [finding('adoption-only', { field, problem: { kind: 'required' }, message })];
  }
  const message = 'Fargate Profile requires at least one selector';
  return [finding('selectors-required', { field, problem: { kind: 'required' }, message })];
}

/** Enough to show what is wrong; an object of a megabyte must not block the process. */
const MAX_CHECKED_ITEMS = 100;

function checkSelectorList(
  { field, selectors, unknown = [] }: SelectorListSpec,
  limits: ProfileLimits,
): readonly Finding[] {
  const findings: Finding[] = [];
  const actual = selectors.length + unknown.length;
  if (actual > limits.maxSelectors) {
    const problem = { kind: 'too-many', actual, maximum: limits.maxSelectors } as const;
    const message = `EKS accepts at most ${limits.maxSelectors} selectors in a profile`;
    findings.push(finding('too-many-selectors', { field, problem, message }));
  }
  const checked = selectors.slice(0, MAX_CHECKED_ITEMS);
  return [...findings, ...checked.flatMap((selector) => checkSelector(selector, limits)), ...checkDuplicates(checked)];
}

function checkSelector(selector: SelectorSpec, limits: ProfileLimits): readonly Finding[] {
  const field = labelsField(selector);
  const findings: Finding[] = [...checkNamespace(selector)];
  if (selector.labels.size > limits.maxLabels) {
    const problem = { kind: 'too-many', actual: selector.labels.size, maximum: limits.maxLabels } as const;
    const message = `Request contains Selector with more than ${limits.maxLabels} Label pairs`;
    findings.push(finding('too-many-labels', { field, problem, message }));
  }
  for (const [key, value] of [...selector.labels].slice(0, MAX_CHECKED_ITEMS)) {
    if (isImpossible(key, 'label-key')) {
      const message = 'no label key can match this pattern, so the selector never matches a pod';
      findings.push(finding('label-key-impossible', { field, problem: { kind: 'invalid', value: key }, message }));
    }
    if (isImpossible(value, 'label-value')) {
      const message = 'no label value can match this pattern, so the selector never matches a pod';
      findings.push(
        finding('label-value-impossible', {
          field: labelValueField(selector, key),
          problem: { kind: 'invalid', value },
          message,
        }),
      );
    }
    // Whether EKS accepts it is open; the schema of AWS::EKS::FargateProfile, which CloudFormation checks, does not.
    if (value === '') {
      const message = 'EKS may reject an empty label value, as CloudFormation does';
      findings.push(
        finding('label-value-empty', {
          field: labelValueField(selector, key),
          problem: { kind: 'invalid', value },
          message,
        }),
      );
    }
  }
  return findings;
}

function checkNamespace(selector: SelectorSpec): readonly Finding[] {
  const { namespace } = selector;
  const field = namespaceField(selector);
  if (namespace === '') {
    const message = 'Fargate Profile must have at least one selector with at least one namespace value';
    return [finding('selector-namespace-required', { field, problem: { kind: 'required' }, message })];
  }
  const problem = { kind: 'invalid', value: namespace } as const;
  if (isImpossible(namespace, 'namespace')) {
    const message = 'no namespace can match this pattern, so the selector never matches a pod';
    return [finding('selector-namespace-impossible', { field, problem, message })];
  }
  if (compilePattern(namespace).canonical !== '*') return [];
  const message = 'the selector matches every namespace, including kube-system';
  return [finding('selector-namespace-any', { field, problem, message })];
}

function checkDuplicates(selectors: readonly SelectorSpec[]): readonly Finding[] {
  const firstFields = new Map<string, FieldPath>();
  const findings: Finding[] = [];
  for (const selector of selectors) {
    const identity = selectorIdentity(selector);
    const first = firstFields.get(identity);
    if (first === undefined) {
      firstFields.set(identity, selector.field);
      continue;
    }
    const problem = { kind: 'duplicate', value: selector.namespace } as const;
    const message = `the selector matches the same pods as ${first}`;
    findings.push(finding('selector-duplicate', { field: selector.field, problem, message }));
  }
  return findings;
}

const MAX_TAGS = 50;
const MAX_TAG_KEY_LENGTH = 128;
const MAX_TAG_VALUE_LENGTH = 256;

function checkTags({ tags, tagsField }: ProfileSpec): readonly Finding[] {
  const checked = tags.slice(0, MAX_CHECKED_ITEMS).flatMap(checkTag);
  if (tags.length <= MAX_TAGS) return checked;
  const problem = { kind: 'too-many', actual: tags.length, maximum: MAX_TAGS } as const;
  return [
    finding('too-many-tags', {
      field: tagsField,
      problem,
      message: `EKS accepts at most ${MAX_TAGS} tags`,
    }),
    ...checked,
  ];
}

function checkTag({ field, key, value }: TagSpec): readonly Finding[] {
  const findings: Finding[] = [];
  const problem = { kind: 'invalid', value: key } as const;
  const keyLength = lengthOf(key);
  if (keyLength === 0 || keyLength > MAX_TAG_KEY_LENGTH) {
    const message = `a tag key must have 1 to ${MAX_TAG_KEY_LENGTH} characters, and this one has ${keyLength}`;
    findings.push(finding('tag-key-length', { field, problem, message }));
  }
  if (key.startsWith('aws:')) {
    findings.push(finding('tag-key-reserved', { field, problem, message: "AWS reserves the prefix 'aws:'" }));
  }
  if (lengthOf(value) > MAX_TAG_VALUE_LENGTH) {
    const message = `a tag value must have at most ${MAX_TAG_VALUE_LENGTH} characters`;
    findings.push(
      finding('tag-value-too-long', { field, problem: { kind: 'too-long', maximum: MAX_TAG_VALUE_LENGTH }, message }),
    );
  }
  return findings;
}

/** AWS counts characters, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}
