import type { Command } from 'commander';
import { WANTED_REPORTS } from '../../audit/in-cluster/report-keeper.ts';
import type { ServedAudit } from '../../audit/in-cluster/serve-audit.ts';
import type { GivenValues, SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { choice, IP_ADDRESS, PORT, parsed, refused, type ValueType } from '../../settings/value-type.ts';
import { type Flag, isMentioned, readTyped } from '../shared/flags.ts';
import { givenRepetitionFlags, type Operations, PERIOD, readOperations } from '../shared/repetition.ts';

export const EVERY_FLAG = {
  name: 'every',
  placeholder: PERIOD.placeholder,
  description: 'repeat the audit until SIGTERM, and serve metrics and an HTML page, such as 10m',
} as const satisfies Flag;

export const REPETITION_FLAGS = {
  reports: {
    name: 'reports',
    placeholder: WANTED_REPORTS.join('|'),
    description:
      'with --every, kind of report to keep in each namespace (default: auto, the first of openreports and policyreport that the cluster knows)',
  },
  reportPort: {
    name: 'report-port',
    placeholder: PORT.placeholder,
    description: 'with --every, plain HTTP port of the HTML page (default: 8081)',
  },
  reportAddress: {
    name: 'report-address',
    placeholder: IP_ADDRESS.placeholder,
    description:
      'with --every, address that the HTML page is served on (default: 127.0.0.1, which only kubectl port-forward reaches)',
  },
  clusterLabel: {
    name: 'cluster-label',
    placeholder: 'NAME',
    description: 'with --every, value of a label `cluster` on every metric (default: no such label)',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Names of EKS, and contexts of kubeconfigs such as ARNs. */
const CLUSTER_LABEL: ValueType<string> = {
  placeholder: 'NAME',
  parse: (text) =>
    /^[0-9A-Za-z][0-9A-Za-z._:/@-]{0,252}$/.test(text)
      ? parsed(text)
      : refused('up to 253 letters, digits and ".", "_", ":", "/", "@", "-", a letter or digit first'),
  format: String,
};

/** How an audit is repeated. */
export type Repetition = ServedAudit & Operations;

/** Undefined for an audit that runs once. The reader then rejects what only a repeated audit can use. */
export function readRepetition(command: Command, reader: SettingReader, given: GivenValues): Repetition | undefined {
  if (!isMentioned(command, EVERY_FLAG)) {
    for (const name of givenRepetitionFlags(command, Object.values(REPETITION_FLAGS), given)) {
      reader.reject(`--${name}: only with --${EVERY_FLAG.name}`);
    }
    return undefined;
  }
  const reportPort = readTyped(command, { flag: REPETITION_FLAGS.reportPort, type: PORT, reader }) ?? 8081;
  const operations = readOperations(reader);
  const { opsPort } = operations;
  if (reportPort === opsPort && opsPort !== 0) {
    reader.reject(`--${REPETITION_FLAGS.reportPort.name} and ${reader.nameOf(SETTINGS.opsPort)}: both are ${opsPort}`);
  }
  const wanted = { flag: REPETITION_FLAGS.reports, type: choice(WANTED_REPORTS), reader };
  const address = { flag: REPETITION_FLAGS.reportAddress, type: IP_ADDRESS, reader };
  return {
    periodMs: readTyped(command, { flag: EVERY_FLAG, type: PERIOD, reader }) ?? 0,
    reports: readTyped(command, wanted) ?? 'auto',
    reportPort,
    reportAddress: readTyped(command, address) ?? '127.0.0.1',
    clusterLabel: readTyped(command, { flag: REPETITION_FLAGS.clusterLabel, type: CLUSTER_LABEL, reader }),
    ...operations,
  };
}
