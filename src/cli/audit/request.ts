import type { Command } from 'commander';
import type { AuditReport } from '../../audit/report/report.ts';
import { type GivenValues, SettingReader } from '../../settings/reader.ts';
import { choice } from '../../settings/value-type.ts';
import { AWS_CHECKS, type CheckedCluster, readAwsChecks } from '../shared/aws-checks/request.ts';
import {
  CLUSTER_FLAGS,
  type ClusterRequest,
  FAIL_ON,
  type FailOn,
  readClusterRequest,
} from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { rejectConfiguration, useConfiguration } from '../shared/configuration/use-configuration.ts';
import { type Flag, givenValues, isGiven, isMentioned, readTyped } from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import { PRICE_FLAGS } from '../shared/prices.ts';
import { givenRepetitionFlags } from '../shared/repetition.ts';
import { COMPARE_FLAG, type EarlierReport, readEarlierReport } from './compare.ts';
import { FLEET_FLAGS, type FleetRequest, isFleet, readFleetRequest } from './fleet/request.ts';
import { AUDIT_OUTPUTS } from './outputs.ts';
import { EVERY_FLAG, REPETITION_FLAGS, type Repetition, readRepetition } from './repetition.ts';
import { readTargetVersion, TARGET_VERSION_FLAG, type WantedUpgrade } from './upgrade.ts';
import { readUsageSource, USAGE_FLAG, type WantedUsage } from './usage/usage.ts';

export const AUDIT_FLAGS = {
  ...CLUSTER_FLAGS,
  every: EVERY_FLAG,
  ...REPETITION_FLAGS,
  output: outputFlag(AUDIT_OUTPUTS),
  failOn: {
    name: 'fail-on',
    placeholder: FAIL_ON.join('|'),
    description: 'least bad result for which the exit code is 1 (default: none)',
  },
  ...PRICE_FLAGS,
  ...FLEET_FLAGS,
  targetVersion: TARGET_VERSION_FLAG,
  compare: COMPARE_FLAG,
  usage: USAGE_FLAG,
} as const satisfies Readonly<Record<string, Flag>>;

/** The arguments of `audit`. */
export interface AuditRequest extends ClusterRequest, WantedUpgrade, WantedUsage {
  readonly outputs: readonly ChosenOutput<AuditReport>[];
  readonly failOn: FailOn | undefined;
  /** Undefined: it is made once. */
  readonly repetition: Repetition | undefined;
  /** Undefined: the AWS account is not checked. */
  readonly awsChecks: CheckedCluster | undefined;
  /** Undefined: nothing is compared. */
  readonly earlier: EarlierReport | undefined;
}

export type AuditRequestResult =
  | { readonly kind: 'valid'; readonly request: AuditRequest }
  | { readonly kind: 'fleet'; readonly request: FleetRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<AuditRequestResult> {
  const configuration = await useConfiguration(command, terminal);
  const given = givenValues(command, terminal);
  const reader = new SettingReader({ ...given, unknownArguments: command.args });
  reader.rejectUnknownArguments();
  rejectConfiguration(configuration, reader);
  return isFleet(command) ? readFleet(command, reader, given) : readOne(command, reader, given);
}

function readFleet(command: Command, reader: SettingReader, given: GivenValues): AuditRequestResult {
  const ofOneCluster = [EVERY_FLAG, ...Object.values(REPETITION_FLAGS), COMPARE_FLAG];
  for (const name of givenRepetitionFlags(command, ofOneCluster, given)) {
    reader.reject(`--${name}: not with several clusters`);
  }
  if (isGiven(command, AWS_CHECKS)) reader.reject(`--${AWS_CHECKS.name}: not with several clusters`);
  if (isMentioned(command, USAGE_FLAG)) reader.reject(`--${USAGE_FLAG.name}: not with several clusters`);
  const request = readFleetRequest(command, reader);
  const { problems } = reader;
  return request === undefined || problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'fleet', request };
}

async function readOne(command: Command, reader: SettingReader, given: GivenValues): Promise<AuditRequestResult> {
  if (isMentioned(command, FLEET_FLAGS.concurrency)) {
    reader.reject(`--${FLEET_FLAGS.concurrency.name}: only with several clusters`);
  }
  const outputs = readOutputs(command, AUDIT_OUTPUTS, reader);
  const failOn = readTyped(command, { flag: AUDIT_FLAGS.failOn, type: choice(FAIL_ON), reader });
  const repetition = readRepetition(command, reader, given);
  const targetMinor = readTargetVersion(command, reader);
  const usage = readUsageSource(command, reader);
  const ofOneAudit = OF_ONE_AUDIT.filter((flag) => isMentioned(command, flag));
  for (const { name } of repetition === undefined ? [] : ofOneAudit) reader.reject(`--every and --${name}: choose one`);
  if (repetition !== undefined && isGiven(command, AWS_CHECKS)) {
    reader.reject(`--every and --${AWS_CHECKS.name}: choose one`);
  }
  const earlier = await readEarlierReport(command, reader);
  const cluster = await readClusterRequest(command, reader);
  const awsChecks = readAwsChecks(command, reader, cluster?.profileOrigin);
  const { problems } = reader;
  if (cluster === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'valid',
    request: { ...cluster, outputs, failOn, repetition, targetMinor, awsChecks, usage, earlier },
  };
}

const OF_ONE_AUDIT: readonly Flag[] = [
  AUDIT_FLAGS.output,
  AUDIT_FLAGS.failOn,
  AUDIT_FLAGS.currencyRate,
  TARGET_VERSION_FLAG,
  COMPARE_FLAG,
  USAGE_FLAG,
];
