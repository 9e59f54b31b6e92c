import type { Command } from 'commander';
import type { PlanReport } from '../../audit/plan/plan-report.ts';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import type { ProfileLimits } from '../../fargate/profile-rules.ts';
import { SettingReader } from '../../settings/reader.ts';
import { choice } from '../../settings/value-type.ts';
import { AWS_CHECKS, type CheckedCluster, readAwsChecks } from '../shared/aws-checks/request.ts';
import { CLUSTER_FLAGS, type ClusterRequest, FAIL_ON, readClusterRequest } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { rejectConfiguration, useConfiguration } from '../shared/configuration/use-configuration.ts';
import { type Flag, flagValues, givenValues, isGiven, readTyped } from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import { PRICE_FLAGS } from '../shared/prices.ts';
import { readProfileLimits, rejectSecondInput } from '../shared/profile-flags.ts';
import { CHART_FLAGS, readChartValues } from '../shared/rendering/chart-flags.ts';
import type { ChartOptions } from '../shared/rendering/render.ts';
import { readWorkloadKinds, WORKLOAD_KINDS_FLAG } from '../shared/workload-kinds.ts';
import { PLAN_OUTPUTS } from './outputs.ts';

export const PLAN_FLAGS = {
  filename: {
    name: 'filename',
    short: 'f',
    placeholder: 'PATH',
    description:
      'file or folder of Fargate profiles as they would be (YAML, JSON), - for standard input; may be repeated',
    isRepeatable: true,
  },
  delete: {
    name: 'delete',
    placeholder: 'NAME',
    description: 'name of a profile that would be deleted; may be repeated',
    isRepeatable: true,
  },
  manifests: {
    name: 'manifests',
    placeholder: 'PATH',
    description:
      'file or folder of workloads, Helm chart or kustomization to plan for instead of the cluster; may be repeated',
    isRepeatable: true,
  },
  ...CHART_FLAGS,
  workloadKinds: WORKLOAD_KINDS_FLAG,
  ...CLUSTER_FLAGS,
  output: outputFlag(PLAN_OUTPUTS),
  failOn: {
    name: 'fail-on',
    placeholder: FAIL_ON.join('|'),
    description:
      'exit code 1 for pods that are refused or stopped (fail), or that leave Fargate or change as well (warn) (default: none)',
  },
  ...PRICE_FLAGS,
} as const satisfies Readonly<Record<string, Flag>>;

/** The arguments of `plan`. */
export interface PlanRequest extends ClusterRequest {
  /** Of profiles as they would be; `-` is standard input. */
  readonly paths: readonly string[];
  /** Names. */
  readonly deleted: readonly string[];
  /** Of workloads; empty: those of the cluster. */
  readonly manifests: readonly string[];
  /** Of the manifests. */
  readonly charts: Pick<ChartOptions, 'values' | 'sets'>;
  readonly kinds: KindTable;
  readonly outputs: readonly ChosenOutput<PlanReport>[];
  readonly failOn: (typeof FAIL_ON)[number] | undefined;
  readonly limits: ProfileLimits;
  /** Undefined: the AWS account is not checked. */
  readonly awsChecks: CheckedCluster | undefined;
}

export type PlanRequestResult =
  | { readonly kind: 'valid'; readonly request: PlanRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<PlanRequestResult> {
  const configuration = await useConfiguration(command, terminal);
  const reader = new SettingReader({ ...givenValues(command, terminal), unknownArguments: command.args });
  reader.rejectUnknownArguments();
  rejectConfiguration(configuration, reader);
  const changes = readChanges(command, reader);
  const options = {
    manifests: flagValues(command, PLAN_FLAGS.manifests, reader),
    charts: await readChartValues(command, reader),
    kinds: await readWorkloadKinds(command, reader, configuration.kinds),
    outputs: readOutputs(command, PLAN_OUTPUTS, reader),
    failOn: readTyped(command, { flag: PLAN_FLAGS.failOn, type: choice(FAIL_ON), reader }),
    limits: readProfileLimits(reader),
  };
  const cluster = await readClusterRequest(command, reader, changes.paths.length > 0);
  const awsChecks = readAwsChecks(command, reader, cluster?.profileOrigin);
  rejectClusterFlags(command, options.manifests, reader);
  rejectSecondInput(reader, cluster?.profileOrigin, changes.paths, options.manifests);
  const { problems } = reader;
  if (cluster === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', request: { ...cluster, ...changes, ...options, awsChecks } };
}

function readChanges(command: Command, reader: SettingReader): Pick<PlanRequest, 'paths' | 'deleted'> {
  const problemsBefore = reader.problems.length;
  const paths = flagValues(command, PLAN_FLAGS.filename, reader);
  const deleted = [...new Set(flagValues(command, PLAN_FLAGS.delete, reader))];
  const isEmpty = paths.length === 0 && deleted.length === 0;
  if (isEmpty && reader.problems.length === problemsBefore) {
    reader.reject('nothing to plan: give -f PATH, --delete NAME or both');
  }
  return { paths, deleted };
}

/** With both, one of them would be ignored without a word. */
function rejectClusterFlags(command: Command, manifests: readonly string[], reader: SettingReader): void {
  if (manifests.length === 0) return;
  for (const flag of Object.values(CLUSTER_FLAGS)) {
    if (flagValues(command, flag, reader).length > 0) reader.reject(`--${flag.name} and --manifests: choose one`);
  }
  if (isGiven(command, AWS_CHECKS)) reader.reject(`--${AWS_CHECKS.name} and --manifests: choose one`);
}
