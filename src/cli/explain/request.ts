import type { Command } from 'commander';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import type { Explanation } from '../../inspection/explanation.ts';
import { SettingReader } from '../../settings/reader.ts';
import { createPolicy, type SuppressionPolicy } from '../../suppression/policy.ts';
import { type ChosenCluster, CONTEXT_FLAGS, readChosenCluster } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { configuredRules, rejectConfiguration, useConfiguration } from '../shared/configuration/use-configuration.ts';
import {
  type Flag,
  flagValues,
  givenValues,
  isGiven,
  readNamespace,
  SHOW_SUPPRESSED,
  splitArguments,
} from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import { type ClusterProfileOrigin, readClusterProfileOrigin, rejectSecondInput } from '../shared/profile-flags.ts';
import { CHART_FLAGS, readChartValues } from '../shared/rendering/chart-flags.ts';
import type { ChartOptions } from '../shared/rendering/render.ts';
import { readWorkloadKinds, WORKLOAD_KINDS_FLAG } from '../shared/workload-kinds.ts';
import { EXPLAIN_OUTPUTS } from './outputs.ts';
import { parseTarget, type Target } from './target.ts';

export const EXPLAIN_FLAGS = {
  filename: {
    name: 'filename',
    short: 'f',
    placeholder: 'PATH',
    description:
      'file or folder of workloads to explain (YAML, JSON), Helm chart, kustomization, - for standard input; may be repeated',
    isRepeatable: true,
  },
  namespace: {
    name: 'namespace',
    short: 'n',
    placeholder: 'NAMESPACE',
    description: 'namespace of objects that name none (default: default, or that of the context)',
  },
  ...CONTEXT_FLAGS,
  ...CHART_FLAGS,
  workloadKinds: WORKLOAD_KINDS_FLAG,
  output: outputFlag(EXPLAIN_OUTPUTS),
} as const satisfies Readonly<Record<string, Flag>>;

/** The arguments of `explain`. */
export interface ExplainRequest {
  readonly from: FilesToExplain | ObjectsToExplain;
  /** Undefined: `default`, or that of the context. */
  readonly namespace: string | undefined;
  readonly charts: Pick<ChartOptions, 'values' | 'sets'>;
  readonly kinds: KindTable;
  readonly outputs: readonly ChosenOutput<readonly Explanation[]>[];
  readonly showsSuppressed: boolean;
  readonly policy: SuppressionPolicy;
  /** To read KIND/NAME or resources of profiles from. */
  readonly cluster: ChosenCluster;
  readonly profileOrigin: ClusterProfileOrigin;
}

export interface FilesToExplain {
  readonly kind: 'files';
  readonly paths: readonly string[];
}

export interface ObjectsToExplain {
  readonly kind: 'cluster';
  readonly targets: readonly Target[];
}

export type ExplainRequestResult =
  | { readonly kind: 'valid'; readonly request: ExplainRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<ExplainRequestResult> {
  const configuration = await useConfiguration(command, terminal);
  const { unknown, positional } = splitArguments(command.args);
  const reader = new SettingReader({ ...givenValues(command, terminal), unknownArguments: unknown });
  reader.rejectUnknownArguments();
  rejectConfiguration(configuration, reader);
  const cluster = readChosenCluster(command, reader);
  const from = readWhatToExplain(command, positional, reader);
  const namespace = readNamespace(command, EXPLAIN_FLAGS.namespace, reader);
  const charts = await readChartValues(command, reader);
  const kinds = await readWorkloadKinds(command, reader, configuration.kinds);
  const outputs = readOutputs(command, EXPLAIN_OUTPUTS, reader);
  const showsSuppressed = isGiven(command, SHOW_SUPPRESSED);
  const policy = createPolicy({ rules: configuredRules(configuration), severities: configuration.severities });
  const profileOrigin = await readClusterProfileOrigin(command, reader, false);
  rejectSecondInput(reader, profileOrigin, from?.kind === 'files' ? from.paths : []);
  const { problems } = reader;
  if (from === undefined || profileOrigin === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'valid',
    request: { from, namespace, charts, kinds, outputs, showsSuppressed, policy, cluster, profileOrigin },
  };
}

function readWhatToExplain(
  command: Command,
  positional: readonly string[],
  reader: SettingReader,
): ExplainRequest['from'] | undefined {
  const problemsBefore = reader.problems.length;
  const paths = flagValues(command, EXPLAIN_FLAGS.filename, reader);
  // A shell makes `-f *.yaml` one flag with its value, and further arguments without a flag.
  if (paths.length > 0) return { kind: 'files', paths: [...paths, ...positional] };
  const targets = positional.flatMap((text) => {
    const parsed = parseTarget(text);
    if (parsed.kind === 'refused') reader.reject(parsed.problem);
    return parsed.kind === 'parsed' ? [parsed.target] : [];
  });
  if (targets.length > 0) return { kind: 'cluster', targets };
  if (reader.problems.length === problemsBefore) reader.reject('nothing to explain: give -f PATH or KIND/NAME');
  return undefined;
}
