import type { Command } from 'commander';
import type { PodDiagnosis } from '../../audit/diagnosis/diagnosis.ts';
import { SettingReader } from '../../settings/reader.ts';
import { type ChosenCluster, CONTEXT_FLAGS, readChosenCluster } from '../shared/cluster-request.ts';
import type { Terminal } from '../shared/command.ts';
import { type Flag, givenValues, readNamespace, splitArguments } from '../shared/flags.ts';
import { type ChosenOutput, outputFlag, readOutputs } from '../shared/outputs.ts';
import { type ClusterProfileOrigin, readClusterProfileOrigin } from '../shared/profile-flags.ts';
import { WHY_OUTPUTS } from './outputs.ts';

export const WHY_FLAGS = {
  namespace: {
    name: 'namespace',
    short: 'n',
    placeholder: 'NAMESPACE',
    description: 'namespace of the pod (default: that of the context)',
  },
  ...CONTEXT_FLAGS,
  output: outputFlag(WHY_OUTPUTS),
} as const satisfies Readonly<Record<string, Flag>>;

/** The arguments of `why`. */
export interface WhyRequest {
  readonly podName: string;
  /** Undefined: that of the context. */
  readonly namespace: string | undefined;
  readonly outputs: readonly ChosenOutput<PodDiagnosis>[];
  readonly cluster: ChosenCluster;
  readonly profileOrigin: ClusterProfileOrigin;
}

export type WhyRequestResult =
  | { readonly kind: 'valid'; readonly request: WhyRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<WhyRequestResult> {
  const { unknown, positional } = splitArguments(command.args);
  const reader = new SettingReader({ ...givenValues(command, terminal), unknownArguments: unknown });
  reader.rejectUnknownArguments();
  const podName = readPodName(positional, reader);
  const namespace = readNamespace(command, WHY_FLAGS.namespace, reader);
  const outputs = readOutputs(command, WHY_OUTPUTS, reader);
  const cluster = readChosenCluster(command, reader);
  const profileOrigin = await readClusterProfileOrigin(command, reader, false);
  const { problems } = reader;
  if (podName === undefined || profileOrigin === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', request: { podName, namespace, outputs, cluster, profileOrigin } };
}

/** The name, and as kubectl takes it: `pod/web-0`. */
const POD = /^(?:(?:po|pod|pods)\/)?([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/;

function readPodName(positional: readonly string[], reader: SettingReader): string | undefined {
  const [text, ...others] = positional;
  if (text === undefined || others.length > 0) {
    reader.reject(`expected the name of one pod; got ${positional.length}`);
    return undefined;
  }
  const [, name] = POD.exec(text) ?? [];
  if (name === undefined)
    reader.reject(`${JSON.stringify(text)}: expected the name of a pod, such as web-0 or pod/web-0`);
  return name;
}
