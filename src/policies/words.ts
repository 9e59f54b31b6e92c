import { Field } from '../documents/field.ts';
import { parsePod } from '../documents/workloads/pod.ts';
import { podFindings } from '../fargate/check-pod.ts';
import { FINDINGS, type FindingCode } from '../fargate/finding.ts';
import type { StringMap } from '../fargate/pod.ts';
import { predict } from '../fargate/prediction.ts';
import type { FargateProfile } from '../fargate/profile.ts';
import { compileProfiles } from '../fargate/profile-set.ts';
import { literal } from './cel.ts';

/** A pod about which the rules report a finding. What differs from pod to pod is written `<<name>>`. */
export interface Example {
  readonly metadata?: object;
  readonly spec?: object;
  readonly profiles?: readonly FargateProfile[];
  readonly workloadLabels?: StringMap;
}

/** Expressions by the names of what differs. */
export type Values = Readonly<Record<string, string>>;

/** A finding as the rules word it, as an expression. */
export interface Words {
  /** In the pod, such as `spec.hostNetwork`. */
  readonly field: string;
  readonly message: string;
}

const NAMESPACE = 'example';

/** Takes the pods of the examples. */
export function exampleProfile(parts: Partial<FargateProfile> = {}): FargateProfile {
  return {
    name: '<<profile>>',
    clusterName: undefined,
    status: 'ACTIVE',
    selectors: [{ namespace: NAMESPACE, labels: new Map() }],
    healthIssues: [],
    ...parts,
  };
}

/**
 * The words come from the rules themselves, which judge the example: so a policy says what the webhook says, with
 * expressions in place of what differs.
 */
export function wordsOf(code: FindingCode, example: Example, values: Values = {}): Words {
  const profiles = compileProfiles(example.profiles ?? [exampleProfile()]);
  const pod = parsePod(new Field({ metadata: example.metadata, spec: example.spec }), NAMESPACE);
  const prediction = predict(pod, profiles);
  const { workloadLabels = {} } = example;
  const findings = podFindings({ pod, prediction, profiles, workloadLabels, keepsFinishedPods: false });
  const found = findings.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`the rules report no ${code} about its example`);
  return {
    field: filled(found.field.toString(), values),
    message: filled(found.message, { profile: 'variables.profileName', ...values }),
  };
}

/** What follows the message of every finding of the code. */
export function ending(code: FindingCode): string {
  return literal(`; ${FINDINGS[code].fix} [${code}]`);
}

/** Text with an expression in each place of `<<name>>`. */
export function filled(text: string, values: Values): string {
  const parts = text.split(PLACE).map((part, index) => (index % 2 === 0 ? textPart(part) : valueNamed(part, values)));
  return parts.filter((part) => part !== "''").join(' + ') || "''";
}

const PLACE = /<<(\w+)>>/;

function textPart(text: string): string {
  return literal(text);
}

function valueNamed(name: string, values: Values): string {
  const value = values[name];
  if (value === undefined) throw new Error(`no value for ${name}`);
  return value;
}
