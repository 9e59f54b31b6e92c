import type { Command } from 'commander';
import type { PolicyOptions } from '../../policies/compile.ts';
import {
  MUTATING_API_VERSIONS,
  POLICY_PARTS,
  type PolicyObject,
  type PolicyPart,
} from '../../policies/policy-object.ts';
import { SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { choice, WORKLOAD_CODES } from '../../settings/value-type.ts';
import { type ChosenCluster, CONTEXT_FLAGS, readChosenCluster } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { type Flag, flagValues, givenValues, isMentioned, readTyped, type SwitchFlag } from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import {
  type ClusterProfileOrigin,
  PROFILE_RESOURCES,
  readClusterProfileOrigin,
  readProfileLimits,
} from '../shared/profile-flags.ts';
import { POLICIES_OUTPUTS } from './outputs.ts';
import { EVERY_FLAG, REPETITION_FLAGS, type Repetition, readRepetition } from './repetition.ts';

export const POLICIES_FLAGS = {
  only: {
    name: 'only',
    placeholder: POLICY_PARTS.join('|'),
    description:
      'part to print: annotations of pods (mutate), warnings about workloads (warn), rules on profile resources (profiles); may be repeated (default: all)',
  },
  apiVersion: {
    name: 'api-version',
    placeholder: MUTATING_API_VERSIONS.join('|'),
    description:
      'version of MutatingAdmissionPolicy: v1 from Kubernetes 1.36 on, v1beta1 in 1.34 and 1.35 where it is turned on (default: v1)',
  },
  enforce: {
    name: 'enforce',
    placeholder: WORKLOAD_CODES.placeholder,
    description:
      'findings that a workload is denied for in namespaces with the label fargate-admission/enforce=true: codes, or errors for all of that severity (default: none)',
  },
  ...CONTEXT_FLAGS,
  output: outputFlag(POLICIES_OUTPUTS),
  every: EVERY_FLAG,
  ...REPETITION_FLAGS,
} as const satisfies Readonly<Record<string, Flag>>;

export const POLICIES_SWITCHES = {
  profileResources: PROFILE_RESOURCES,
  explain: {
    name: 'explain',
    description: 'print which findings the policies cover, and no policies; needs no profiles',
  },
} as const satisfies Readonly<Record<string, SwitchFlag>>;

/** The arguments of `policies`. */
export interface PoliciesRequest extends ChosenCluster {
  readonly profileOrigin: ClusterProfileOrigin;
  readonly options: Omit<PolicyOptions, 'profilePolicySpec'>;
  readonly outputs: readonly ChosenOutput<readonly PolicyObject[]>[];
  /** Undefined: they are printed once. */
  readonly repetition: Repetition | undefined;
}

export type PoliciesRequestResult =
  | { readonly kind: 'valid'; readonly request: PoliciesRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<PoliciesRequestResult> {
  const given = givenValues(command, terminal);
  const reader = new SettingReader({ ...given, unknownArguments: command.args });
  reader.rejectUnknownArguments();
  const options = readOptions(command, reader);
  const outputs = readOutputs(command, POLICIES_OUTPUTS, reader);
  const repetition = readRepetition(command, reader, given);
  if (repetition !== undefined && isMentioned(command, POLICIES_FLAGS.output)) {
    reader.reject(`--${EVERY_FLAG.name} and --${POLICIES_FLAGS.output.name}: choose one`);
  }
  const chosen = readChosenCluster(command, reader);
  const profileOrigin = await readClusterProfileOrigin(command, reader, false);
  const { problems } = reader;
  if (profileOrigin === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', request: { ...chosen, profileOrigin, options, outputs, repetition } };
}

function readOptions(command: Command, reader: SettingReader): PoliciesRequest['options'] {
  const version = readTyped(command, { flag: POLICIES_FLAGS.apiVersion, type: choice(MUTATING_API_VERSIONS), reader });
  return {
    parts: readParts(command, reader),
    version: version ?? 'v1',
    deniedCodes: readTyped(command, { flag: POLICIES_FLAGS.enforce, type: WORKLOAD_CODES, reader }) ?? new Set(),
    limits: readProfileLimits(reader),
    annotationPrefix: reader.read(SETTINGS.annotationPrefix),
  };
}

function readParts(command: Command, reader: SettingReader): ReadonlySet<PolicyPart> {
  const texts = flagValues(command, POLICIES_FLAGS.only, reader);
  const type = choice(POLICY_PARTS);
  const parts = texts.flatMap((text) => {
    const result = type.parse(text);
    if (result.kind === 'parsed') return [result.value];
    reader.reject(`--${POLICIES_FLAGS.only.name}: expected ${result.expected}; got ${JSON.stringify(text)}`);
    return [];
  });
  return new Set(parts.length === 0 ? POLICY_PARTS : parts);
}
