import type { FindingCode, Severity } from '../fargate/finding.ts';
import type { WorkloadFindingCode } from '../fargate/workload-findings.ts';
import type { ServiceName, WebhookConfigurationName } from './cluster-type.ts';
import { type GivenValues, SettingReader } from './reader.ts';
import { SETTINGS } from './table.ts';
import type { LogLevel } from './value-type.ts';

/** Everything that a user can set, checked. */
export interface Config {
  readonly profileOrigin: ProfileOrigin;
  /** 0: any free port. */
  readonly port: number;
  readonly opsPort: number;
  /** Absent: every address, IPv6 and IPv4. */
  readonly bindAddress: string | undefined;
  readonly certificateOrigin: CertificateOrigin;
  /** Absent: every client that reaches the port may call. */
  readonly clientCertificates: ClientCertificates | undefined;
  /** Our own. */
  readonly webhookConfigurations: readonly WebhookConfigurationName[];
  readonly clusterChecks: boolean;
  readonly refreshIntervalMs: number;
  readonly describeIntervalMs: number;
  readonly refreshCooldownMs: number;
  readonly readyGraceMs: number;
  readonly quietPeriodMs: number;
  readonly maxSelectors: number;
  readonly maxLabels: number;
  readonly maxProfiles: number;
  readonly annotationPrefix: string;
  readonly notices: 'off' | 'fargate' | 'all';
  /** The least severe finding that is shown as a warning. */
  readonly warnOn: Severity;
  /** Codes of findings that are not shown as warnings. */
  readonly mutedCodes: ReadonlySet<FindingCode>;
  /** Codes of findings; empty: nothing is denied. */
  readonly deniedCodes: ReadonlySet<WorkloadFindingCode>;
  /** Whether the annotation that suppresses warnings suppresses denials too. */
  readonly denyRespectsIgnore: boolean;
  readonly logLevel: LogLevel;
}

export type ProfileOrigin =
  /** `awsProfile`: of the shared AWS config file; undefined: that of the environment. */
  | {
      readonly kind: 'eks';
      readonly clusterName: string;
      readonly region: string;
      readonly awsProfile?: string | undefined;
    }
  /** With a cluster name, profiles of other clusters are ignored. */
  | { readonly kind: 'files'; readonly path: string; readonly clusterName: string | undefined };

export type CertificateOrigin =
  | { readonly kind: 'files'; readonly certificatePath: string; readonly keyPath: string }
  /** The pair in `certs/`, made there if there is none. */
  | { readonly kind: 'folder' }
  | {
      readonly kind: 'self-signed';
      readonly secret: ServiceName;
      /** Of the Service. */
      readonly hosts: readonly [string, ...string[]];
    };

export interface ClientCertificates {
  readonly caPath: string;
  /** Absent: any that a CA of the file has signed. */
  readonly allowedName: string | undefined;
}

export type ConfigResult =
  | {
      readonly kind: 'valid';
      readonly config: Config;
      /** By flag: what differs from the defaults. */
      readonly changedSettings: Readonly<Record<string, string>>;
    }
  /** Every problem, each on one line that begins with what the user wrote. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** The AWS region that the SDK would call, or why there is none. */
export type RegionLookup =
  | { readonly kind: 'found'; readonly region: string }
  | { readonly kind: 'missing'; readonly reason: string };

export type FindRegion = () => Promise<RegionLookup>;

/** Reads flags, environment and defaults into one frozen configuration. */
export async function readConfig(given: GivenValues, findRegion: FindRegion): Promise<ConfigResult> {
  const reader = new SettingReader(given);
  reader.rejectUnknownArguments();
  const profileOrigin = await readProfileOrigin(reader, findRegion, []);
  const config = { ...readListeners(reader), ...readRefresh(reader), ...readRules(reader) };
  if (profileOrigin === undefined || reader.problems.length > 0) return { kind: 'invalid', problems: reader.problems };
  const { changedSettings } = reader;
  return { kind: 'valid', config: Object.freeze({ profileOrigin, ...config }), changedSettings };
}

/**
 * Undefined where nothing usable is set; the reader keeps why. `otherWays`: flags of a command that name a source too;
 * undefined where the command needs none.
 */
export async function readProfileOrigin(
  reader: SettingReader,
  findRegion: FindRegion,
  otherWays: readonly string[] | undefined,
): Promise<ProfileOrigin | undefined> {
  const problemsBefore = reader.problems.length;
  const clusterName = reader.read(SETTINGS.clusterName);
  const path = reader.read(SETTINGS.profiles);
  if (reader.problems.length > problemsBefore) return undefined;
  if (path !== undefined) return { kind: 'files', path, clusterName };
  if (clusterName === undefined) {
    if (otherWays === undefined) return undefined;
    reader.reject(missingSource(reader, otherWays));
    return undefined;
  }
  const region = await readRegion(reader, findRegion);
  return region === undefined ? undefined : { kind: 'eks', clusterName, region };
}

/** Of the clusters that are named. Undefined where there is none; the reader keeps why. */
export async function readRegion(reader: SettingReader, findRegion: FindRegion): Promise<string | undefined> {
  const lookup = await findRegion();
  if (lookup.kind === 'found') return lookup.region;
  const name = reader.nameOf(SETTINGS.clusterName);
  reader.reject(`${name}: no AWS region (${lookup.reason}): set AWS_REGION, or region in the shared AWS config file`);
  return undefined;
}

/** One line that names every way to set one. */
export function missingSource(reader: SettingReader, otherWays: readonly string[] = []): string {
  const ways = [reader.nameOf(SETTINGS.clusterName), reader.nameOf(SETTINGS.profiles), ...otherWays];
  return `no source of profiles: set ${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`;
}

function readListeners(reader: SettingReader) {
  const port = reader.read(SETTINGS.port);
  const opsPort = reader.read(SETTINGS.opsPort);
  if (port === opsPort && port !== 0) {
    reader.reject(`${reader.nameOf(SETTINGS.port)} and ${reader.nameOf(SETTINGS.opsPort)}: both are ${port}`);
  }
  return {
    port,
    opsPort,
    bindAddress: reader.read(SETTINGS.bindAddress),
    certificateOrigin: readCertificateOrigin(reader),
    clientCertificates: readClientCertificates(reader),
    webhookConfigurations: reader.read(SETTINGS.webhookConfigurations),
    clusterChecks: reader.read(SETTINGS.clusterChecks),
    readyGraceMs: reader.read(SETTINGS.readyGraceMs),
    quietPeriodMs: reader.read(SETTINGS.quietPeriodMs),
    logLevel: reader.read(SETTINGS.logLevel),
  };
}

function readCertificateOrigin(reader: SettingReader): CertificateOrigin {
  const files = readCertificateFiles(reader);
  const selfSigned = readSelfSigned(reader);
  if (!reader.read(SETTINGS.selfSigned)) return files ?? { kind: 'folder' };
  if (files !== undefined) {
    reader.reject(`${reader.nameOf(SETTINGS.selfSigned)} and ${reader.nameOf(SETTINGS.tlsCertFile)}: choose one`);
  }
  return selfSigned;
}

function readSelfSigned(reader: SettingReader): CertificateOrigin {
  const { namespace, name } = reader.read(SETTINGS.service);
  const secret = { namespace, name: reader.read(SETTINGS.selfSignedSecret) };
  // The API server asks for the first; a person in the cluster may ask for either.
  const hosts = [`${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`] as const;
  return { kind: 'self-signed', secret, hosts };
}

function readCertificateFiles(reader: SettingReader): CertificateOrigin | undefined {
  const certificatePath = reader.read(SETTINGS.tlsCertFile);
  const keyPath = reader.read(SETTINGS.tlsKeyFile);
  if (certificatePath !== undefined && keyPath !== undefined) return { kind: 'files', certificatePath, keyPath };
  if (certificatePath === undefined && keyPath === undefined) return undefined;
  const [set, missing] =
    keyPath === undefined ? [SETTINGS.tlsCertFile, SETTINGS.tlsKeyFile] : [SETTINGS.tlsKeyFile, SETTINGS.tlsCertFile];
  reader.reject(`${reader.nameOf(set)}: ${reader.nameOf(missing)} must be set too`);
  return undefined;
}

function readClientCertificates(reader: SettingReader): ClientCertificates | undefined {
  const caPath = reader.read(SETTINGS.clientCaFile);
  const allowedName = reader.read(SETTINGS.clientAllowedName);
  if (caPath !== undefined) return { caPath, allowedName };
  if (allowedName !== undefined) {
    reader.reject(
      `${reader.nameOf(SETTINGS.clientAllowedName)}: ${reader.nameOf(SETTINGS.clientCaFile)} must be set too`,
    );
  }
  return undefined;
}

function readRefresh(reader: SettingReader) {
  return {
    refreshIntervalMs: reader.read(SETTINGS.refreshIntervalMs),
    describeIntervalMs: reader.read(SETTINGS.describeIntervalMs),
    refreshCooldownMs: reader.read(SETTINGS.refreshCooldownMs),
  };
}

function readRules(reader: SettingReader) {
  return {
    maxSelectors: reader.read(SETTINGS.maxSelectors),
    maxLabels: reader.read(SETTINGS.maxLabels),
    maxProfiles: reader.read(SETTINGS.maxProfiles),
    annotationPrefix: reader.read(SETTINGS.annotationPrefix),
    notices: reader.read(SETTINGS.notices),
    warnOn: reader.read(SETTINGS.warnOn),
    mutedCodes: reader.read(SETTINGS.mute) ?? new Set<FindingCode>(),
    deniedCodes: reader.read(SETTINGS.deny) ?? new Set(),
    denyRespectsIgnore: reader.read(SETTINGS.denyRespectsIgnore),
  };
}
