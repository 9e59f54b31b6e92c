import { access, mkdir, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import { SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';
import { count } from '../../settings/value-type.ts';
import { CertificateError } from '../../tls/certificate.ts';
import { issuePair } from '../../tls/issue.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { flagValues, givenValues } from '../shared/flags.ts';
import { reportProblems, whileReportingFailures } from '../shared/problems.ts';
import { MAKE_FLAGS } from './flags.ts';

interface MakeRequest {
  readonly hosts: readonly [string, ...string[]];
  readonly folder: string;
  readonly validDays: number;
}

/** Ten years: after a longer time, no one remembers to renew. */
const DAYS = count({ min: 1, max: 3_650 });

/** Writes a CA and a pair into a folder. Never overwrites a file. */
export async function runMake(command: Command, terminal: Terminal): Promise<number> {
  const reader = new SettingReader(givenValues(command, terminal));
  const request = readRequest(command, reader);
  if (request === undefined) return reportProblems(reader.problems, terminal);
  return whileReportingFailures(terminal, async () => {
    const paths = await make(request);
    terminal.print(`Wrote ${paths.join(', ')}. The key of the CA is not kept: it cannot sign another certificate.\n`);
    return EXIT.ok;
  });
}

function readRequest(command: Command, reader: SettingReader): MakeRequest | undefined {
  reader.rejectUnknownArguments();
  const folder = flagValues(command, MAKE_FLAGS.output, reader).at(-1);
  if (folder === undefined) reader.reject('--output is missing: give the folder for the files');
  const hosts = flagValues(command, MAKE_FLAGS.host, reader);
  for (const host of hosts.filter((name) => !isHost(name))) {
    reader.reject(`--host: expected a DNS name or an IP address; got ${JSON.stringify(host)}`);
  }
  const validDays = readDays(flagValues(command, MAKE_FLAGS.days, reader).at(-1), reader);
  if (folder === undefined || reader.problems.length > 0) return undefined;
  const [first, ...others] = hosts;
  return { hosts: first === undefined ? serviceHosts() : [first, ...others], folder, validDays };
}

function readDays(text: string | undefined, reader: SettingReader): number {
  if (text === undefined) return 365;
  const days = DAYS.parse(text);
  if (days.kind === 'parsed') return days.value;
  reader.reject(`--days: expected ${days.expected}; got ${JSON.stringify(text)}`);
  return 0;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);
}

function serviceHosts(): MakeRequest['hosts'] {
  const { namespace, name } = SETTINGS.service.default;
  return [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`];
}

async function make({ hosts, folder, validDays }: MakeRequest): Promise<readonly string[]> {
  const paths = ['ca.crt', 'tls.crt', 'tls.key'].map((name) => join(folder, name));
  for (const path of paths) await requireAbsent(path);
  const { caPem, certificatePem, keyPem } = await issuePair({ hosts, nowMs: Date.now(), validDays });
  const [caPath = '', certificatePath = '', keyPath = ''] = paths;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(keyPath, keyPem, { mode: 0o600, flag: 'wx' });
    await writeFile(caPath, caPem, { flag: 'wx' });
    await writeFile(certificatePath, certificatePem, { flag: 'wx' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CertificateError(`cannot write into ${folder}: ${reason}`, { cause });
  }
  return paths;
}

async function requireAbsent(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    return;
  }
  throw new CertificateError(`${path} exists already: delete it, or choose another folder`);
}
