import type { Command } from 'commander';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import { SEVERITIES, type Severity } from '../../fargate/finding.ts';
import type { ProfileLimits } from '../../fargate/profile-rules.ts';
import type { CheckReport } from '../../inspection/check-report.ts';
import { missingSource, type ProfileOrigin, readProfileOrigin, readRegion } from '../../settings/config.ts';
import { SettingReader } from '../../settings/reader.ts';
import { setting } from '../../settings/setting.ts';
import { SETTINGS } from '../../settings/table.ts';
import { choice, EKS_CLUSTER_NAMES } from '../../settings/value-type.ts';
import { createPolicy, type SuppressionPolicy } from '../../suppression/policy.ts';
import type { Terminal } from '../shared/command.ts';
import { configuredRules, rejectConfiguration, useConfiguration } from '../shared/configuration/use-configuration.ts';
import {
  type Flag,
  flagValues,
  givenValues,
  isGiven,
  readNamespace,
  readTyped,
  SHOW_SUPPRESSED,
  type SwitchFlag,
} from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import { findRegionLazily, readProfileLimits, rejectSecondInput } from '../shared/profile-flags.ts';
import { CHART_FLAGS, readChartValues } from '../shared/rendering/chart-flags.ts';
import type { ChartOptions } from '../shared/rendering/render.ts';
import { readWorkloadKinds, WORKLOAD_KINDS_FLAG } from '../shared/workload-kinds.ts';
import type { BaselineChoice } from './baseline.ts';
import { CHECK_OUTPUTS } from './outputs.ts';

export const CHECK_FLAGS = {
  filename: {
    name: 'filename',
    short: 'f',
    placeholder: 'PATH',
    description:
      'file or folder to check (YAML, JSON; a folder with all its files and folders, hidden ones too), Helm chart, kustomization, - for standard input; may be repeated',
    isRepeatable: true,
  },
  namespace: {
    name: 'namespace',
    short: 'n',
    placeholder: 'NAMESPACE',
    description: 'namespace of objects that name none (default: default)',
  },
  ...CHART_FLAGS,
  workloadKinds: WORKLOAD_KINDS_FLAG,
  output: outputFlag(CHECK_OUTPUTS),
  failOn: {
    name: 'fail-on',
    placeholder: SEVERITIES.join('|'),
    description: 'least severe finding for which the exit code is 1 (default: error)',
  },
  baseline: {
    name: 'baseline',
    placeholder: 'FILE',
    description: 'file of findings that are known, as --write-baseline writes it: only what is new counts',
  },
  writeBaseline: {
    name: 'write-baseline',
    placeholder: 'FILE',
    description: 'write all findings that are not suppressed to a baseline; no baseline is read then',
  },
} as const satisfies Readonly<Record<string, Flag>>;

export const CHECK_SWITCHES = {
  showSuppressed: SHOW_SUPPRESSED,
  reportUnused: {
    name: 'report-unused',
    description: 'report suppressions that suppress nothing as findings',
  },
  watch: {
    name: 'watch',
    description: 'check again whenever a file changes, until Ctrl-C',
  },
  strict: {
    name: 'strict',
    description: 'require every document in a folder to be a Kubernetes object: any other counts as not readable',
  },
} as const satisfies Readonly<Record<string, SwitchFlag>>;

/** Where the profiles come from. */
export type CheckProfileOrigin =
  | ProfileOrigin
  | SeveralClusters
  /** Files of profiles alone need none: it is the problem to report where there are workloads. */
  | { readonly kind: 'missing'; readonly problem: string };

/** EKS, for each of several clusters of one account and region. */
export interface SeveralClusters {
  readonly kind: 'several-clusters';
  readonly clusterNames: readonly string[];
  readonly region: string;
}

/** As the setting of the other commands, which takes one. */
export const CLUSTER_NAMES = setting({
  flag: SETTINGS.clusterName.flag,
  type: EKS_CLUSTER_NAMES,
  default: undefined,
  otherwise: SETTINGS.clusterName.defaultText,
  description: `${SETTINGS.clusterName.description}. Several with commas between them, all of one account and region: what each would do with the workloads`,
});

/** The arguments of `check`. */
export interface CheckRequest {
  /** `-` is standard input. */
  readonly paths: readonly string[];
  readonly namespace: string;
  readonly charts: Pick<ChartOptions, 'values' | 'sets'>;
  readonly kinds: KindTable;
  readonly isWatching: boolean;
  /** Whether files found in a folder have to be as readable as named files. */
  readonly isStrict: boolean;
  readonly outputs: readonly ChosenOutput<CheckReport>[];
  readonly showsSuppressed: boolean;
  readonly policy: SuppressionPolicy;
  readonly baseline: BaselineChoice;
  readonly failOn: Severity;
  readonly profileOrigin: CheckProfileOrigin;
  readonly limits: ProfileLimits;
}

export type CheckRequestResult =
  | { readonly kind: 'valid'; readonly request: CheckRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<CheckRequestResult> {
  const configuration = await useConfiguration(command, terminal);
  const unknownArguments = command.args.filter(isFlag);
  const reader = new SettingReader({ ...givenValues(command, terminal), unknownArguments });
  reader.rejectUnknownArguments();
  rejectConfiguration(configuration, reader);
  const paths = readPaths(command, reader);
  const options = {
    namespace: readNamespace(command, CHECK_FLAGS.namespace, reader) ?? 'default',
    charts: await readChartValues(command, reader),
    kinds: await readWorkloadKinds(command, reader, configuration.kinds),
    isWatching: isGiven(command, CHECK_SWITCHES.watch),
    isStrict: isGiven(command, CHECK_SWITCHES.strict),
    outputs: readOutputs(command, CHECK_OUTPUTS, reader),
    showsSuppressed: isGiven(command, CHECK_SWITCHES.showSuppressed),
    policy: createPolicy({
      rules: configuredRules(configuration),
      severities: configuration.severities,
      reportsUnused: isGiven(command, CHECK_SWITCHES.reportUnused),
    }),
    failOn: readTyped(command, { flag: CHECK_FLAGS.failOn, type: choice(SEVERITIES), reader }) ?? 'error',
    baseline: {
      read: flagValues(command, CHECK_FLAGS.baseline, reader).at(-1),
      write: flagValues(command, CHECK_FLAGS.writeBaseline, reader).at(-1),
    },
    limits: readProfileLimits(reader),
  };
  const profileOrigin = await readOrigin(reader);
  rejectSecondInput(reader, profileOrigin?.kind === 'several-clusters' ? undefined : profileOrigin, paths);
  if (options.isWatching) rejectUnwatchable(reader, paths, options);
  const { problems } = reader;
  if (problems.length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'valid',
    request: { paths, profileOrigin: profileOrigin ?? { kind: 'missing', problem: missingSource(reader) }, ...options },
  };
}

async function readOrigin(reader: SettingReader): Promise<ProfileOrigin | SeveralClusters | undefined> {
  const problemsBefore = reader.problems.length;
  const clusterNames = reader.read(CLUSTER_NAMES) ?? [];
  if (reader.problems.length > problemsBefore) return undefined;
  if (clusterNames.length < 2) return readProfileOrigin(reader, findRegionLazily, undefined);
  const name = reader.nameOf(CLUSTER_NAMES);
  if (reader.read(SETTINGS.profiles) !== undefined) {
    reader.reject(
      `${name} and ${reader.nameOf(SETTINGS.profiles)}: the profiles of several clusters come from EKS; choose one`,
    );
    return undefined;
  }
  const region = await readRegion(reader, findRegionLazily);
  return region === undefined ? undefined : { kind: 'several-clusters', clusterNames, region };
}

/** A shell makes `-f *.yaml` one flag with its value, and further arguments without a flag. */
function readPaths(command: Command, reader: SettingReader): readonly string[] {
  const problemsBefore = reader.problems.length;
  const named = flagValues(command, CHECK_FLAGS.filename, reader);
  const paths = [...named, ...command.args.filter((argument) => !isFlag(argument))];
  if (paths.length === 0 && reader.problems.length === problemsBefore) reader.reject('nothing to check: give -f PATH');
  return paths;
}

/** A file that the command writes itself would be a change, and standard input never changes. */
function rejectUnwatchable(
  reader: SettingReader,
  paths: readonly string[],
  { outputs, baseline }: Pick<CheckRequest, 'outputs' | 'baseline'>,
): void {
  if (paths.includes('-')) reader.reject('--watch: standard input cannot be watched: give -f PATH');
  if (baseline.write !== undefined || outputs.some(({ file }) => file !== undefined)) {
    reader.reject('--watch: it writes to the terminal: leave out --write-baseline and -o FORMAT=FILE');
  }
}

function isFlag(argument: string): boolean {
  return argument.startsWith('-') && argument !== '-';
}
