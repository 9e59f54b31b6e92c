import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { Command } from 'commander';
import { SettingReader } from '../../settings/reader.ts';
import { CertificateError } from '../../tls/certificate.ts';
import { type CertificateDescription, describeCertificates } from '../../tls/trust.ts';
import type { Terminal } from '../shared/command.ts';
import { flagValues, givenValues } from '../shared/flags.ts';
import { type ChosenOutput, readOutputs, writeOutputs } from '../shared/outputs.ts';
import { CallError, reportProblems, whileReportingFailures } from '../shared/problems.ts';
import { SHOW_FLAGS, SHOW_OUTPUTS } from './flags.ts';

interface ShowRequest {
  /** What the certificates are taken from, for the error that names it. */
  readonly place: string;
  readonly load: () => Promise<string>;
  readonly outputs: readonly ChosenOutput<readonly CertificateDescription[]>[];
}

/** Shows certificates without validating them: the exit code says only whether there are any. */
export async function runShow(command: Command, terminal: Terminal): Promise<number> {
  const reader = new SettingReader({ ...givenValues(command, terminal), unknownArguments: flagsAmong(command.args) });
  const request = readRequest(command, reader, terminal);
  if (request === undefined) return reportProblems(reader.problems, terminal);
  return whileReportingFailures(terminal, async () => {
    const certificates = describeCertificates(await request.load(), Date.now());
    if (certificates.length === 0) throw new CertificateError(`${request.place} holds no certificate in PEM`);
    return writeOutputs(certificates, request, terminal);
  });
}

/** The file is the one argument that is no flag; `-` is standard input. */
function flagsAmong(args: readonly string[]): readonly string[] {
  return args.filter((argument) => argument.startsWith('-') && argument !== '-');
}

function readRequest(command: Command, reader: SettingReader, terminal: Terminal): ShowRequest | undefined {
  reader.rejectUnknownArguments();
  const url = flagValues(command, SHOW_FLAGS.url, reader).at(-1);
  const outputs = readOutputs(command, SHOW_OUTPUTS, reader);
  const files = command.args.filter((argument) => argument === '-' || !argument.startsWith('-'));
  if (files.length + (url === undefined ? 0 : 1) !== 1)
    reader.reject('give exactly one of FILE, - (standard input) and --url URL');
  if (url !== undefined && !isHttpsUrl(url))
    reader.reject(`--url: expected https://HOST:PORT; got ${JSON.stringify(url)}`);
  if (reader.problems.length > 0) return undefined;
  const [file = ''] = files;
  if (url !== undefined) return { place: url, load: () => servedChain(new URL(url)), outputs };
  if (file === '-') return { place: 'standard input', load: terminal.readInput, outputs };
  return { place: file, load: () => readPem(file), outputs };
}

function isHttpsUrl(text: string): boolean {
  return URL.parse(text)?.protocol === 'https:';
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CertificateError(`cannot read ${path}: ${reason}`, { cause });
  }
}

const TIMEOUT_MS = 10_000;

/** PEM: what a server shows in its handshake, whether it can be trusted or not. @throws CallError */
async function servedChain({ hostname, port, href }: URL): Promise<string> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...name });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return chainOf(socket.getPeerCertificate(true)).join('');
  } catch (cause) {
    throw new CallError(`cannot ask ${href}: ${reasonOf(cause)}`, { cause });
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}

/** Node links each certificate to the one that signed it, and a root to itself. */
function chainOf({ raw, issuerCertificate, fingerprint256 }: DetailedPeerCertificate): readonly string[] {
  const pem = new X509Certificate(raw).toString();
  const isLast = issuerCertificate === undefined || issuerCertificate.fingerprint256 === fingerprint256;
  return isLast ? [pem] : [pem, ...chainOf(issuerCertificate)];
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return `no handshake within ${TIMEOUT_MS / 1_000} s`;
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}
