import type { Command } from 'commander';
import { type Prices, PUBLIC_PRICES } from '../../fargate/cost.ts';
import { SettingReader } from '../../settings/reader.ts';
import { choice, parsed, refused, type ValueType } from '../../settings/value-type.ts';
import { type ChosenCluster, CONTEXT_FLAGS, readChosenCluster } from '../shared/chosen-cluster.ts';
import type { Terminal } from '../shared/command.ts';
import { type Flag, isGiven, type SwitchFlag } from '../shared/flag.ts';
import { readNamespaces } from '../shared/namespace-flag.ts';
import { type ClusterProfileOrigin, PROFILE_RESOURCES, readClusterProfileOrigin } from '../shared/profile-origin.ts';
import { givenValues } from '../shared/setting-flags.ts';
import { readTyped } from '../shared/typed-flag.ts';
import { EVERY_FLAG, REPETITION_FLAGS, type Repetition, readRepetition } from './repetition.ts';

export const OUTPUT_FORMS = ['table', 'wide', 'json', 'yaml', 'csv', 'openreports', 'policyreport', 'html'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

export const FAIL_ON = ['fail', 'warn'] as const;

export const CLUSTER_FLAGS = {
  ...CONTEXT_FLAGS,
  namespace: {
    name: 'namespace',
    short: 'n',
    placeholder: 'NAMESPACE',
    description: 'namespace to look at; may be repeated (default: all)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

export const CLUSTER_SWITCHES = {
  allNamespaces: { name: 'all-namespaces', short: 'A', description: 'look at all namespaces, which is the default' },
  profileResources: PROFILE_RESOURCES,
} as const satisfies Readonly<Record<string, SwitchFlag>>;

export const PRICE_FLAGS = {
  vcpuHour: {
    name: 'price-vcpu-hour',
    placeholder: 'USD',
    description: `price of a vCPU-hour (default: ${PUBLIC_PRICES.vcpuHour}, us-east-1, Linux/x86, as of 2026)`,
  },
  gigabyteHour: {
    name: 'price-gb-hour',
    placeholder: 'USD',
    description: `price of a GB-hour (default: ${PUBLIC_PRICES.gigabyteHour}, us-east-1, Linux/x86, as of 2026)`,
  },
} as const satisfies Readonly<Record<string, Flag>>;

export const AUDIT_FLAGS = {
  ...CLUSTER_FLAGS,
  every: EVERY_FLAG,
  ...REPETITION_FLAGS,
  output: {
    name: 'output',
    short: 'o',
    placeholder: OUTPUT_FORMS.join('|'),
    description: 'form of the output (default: table)',
  },
  failOn: {
    name: 'fail-on',
    placeholder: FAIL_ON.join('|'),
    description: 'least bad result for which the exit code is 1 (default: none)',
  },
  ...PRICE_FLAGS,
} as const satisfies Readonly<Record<string, Flag>>;

export interface ClusterRequest extends ChosenCluster {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly profileOrigin: ClusterProfileOrigin;
  readonly prices: RequestedPrices;
}

export type RequestedPrices = Prices & { readonly source: string };

/** What the user wants to have audited, and how. */
export interface AuditRequest extends ClusterRequest {
  readonly output: OutputForm;
  readonly failOn: (typeof FAIL_ON)[number] | undefined;
  /** Undefined: it is made once. */
  readonly repetition: Repetition | undefined;
}

export type AuditRequestResult =
  | { readonly kind: 'valid'; readonly request: AuditRequest }
  /** Every problem, each on one line. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export async function readRequest(command: Command, terminal: Terminal): Promise<AuditRequestResult> {
  const given = givenValues(command, terminal);
  const reader = new SettingReader({ ...given, unknownArguments: command.args });
  reader.rejectUnknownArguments();
  const output = readTyped(command, { flag: AUDIT_FLAGS.output, type: choice(OUTPUT_FORMS), reader });
  const failOn = readTyped(command, { flag: AUDIT_FLAGS.failOn, type: choice(FAIL_ON), reader });
  const repetition = readRepetition(command, reader, given);
  const ofOneAudit = [...(output === undefined ? [] : ['output']), ...(failOn === undefined ? [] : ['fail-on'])];
  for (const name of repetition === undefined ? [] : ofOneAudit) reader.reject(`--every and --${name}: choose one`);
  const cluster = await readClusterRequest(command, reader);
  const { problems } = reader;
  if (cluster === undefined || problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'valid', request: { ...cluster, output: output ?? 'table', failOn, repetition } };
}

/** Undefined where nothing usable is given; the reader keeps why. */
export async function readClusterRequest(command: Command, reader: SettingReader): Promise<ClusterRequest | undefined> {
  const chosen = readChosenCluster(command, reader);
  const namespaces = readNamespaces(command, CLUSTER_FLAGS.namespace, reader);
  if (namespaces.length > 0 && isGiven(command, CLUSTER_SWITCHES.allNamespaces)) {
    reader.reject('--namespace and --all-namespaces: choose one');
  }
  const prices = readPrices(command, reader);
  const profileOrigin = await readClusterProfileOrigin(command, reader);
  return profileOrigin && { ...chosen, namespaces, profileOrigin, prices };
}

function readPrices(command: Command, reader: SettingReader): RequestedPrices {
  const vcpuHour = readTyped(command, { flag: PRICE_FLAGS.vcpuHour, type: PRICE, reader });
  const gigabyteHour = readTyped(command, { flag: PRICE_FLAGS.gigabyteHour, type: PRICE, reader });
  const isGivenByUser = vcpuHour !== undefined || gigabyteHour !== undefined;
  return {
    vcpuHour: vcpuHour ?? PUBLIC_PRICES.vcpuHour,
    gigabyteHour: gigabyteHour ?? PUBLIC_PRICES.gigabyteHour,
    source: isGivenByUser ? 'prices given by the user' : 'public price of us-east-1, Linux/x86, as of 2026',
  };
}

/** US dollars. */
const PRICE: ValueType<number> = {
  placeholder: 'USD',
  parse: (text) => (/^\d{1,6}(\.\d{1,9})?$/.test(text) ? parsed(Number(text)) : refused('US dollars, such as 0.04048')),
  format: String,
};
