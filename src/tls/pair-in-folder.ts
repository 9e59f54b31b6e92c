import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  CertificateError,
  checkPair,
  LOCAL_CA_NAME,
  parseCertificate,
  type ServingCertificate,
} from './certificate.ts';

export interface PairInFolderOptions {
  /** Holds `tls.crt`, `tls.key`, and where they were made here `ca.crt`. */
  readonly folder: string;
  readonly nowMs: number;
}

export interface FolderPair extends ServingCertificate {
  /** What a client has to trust; absent where the folder holds no `ca.crt`. */
  readonly caPath: string | undefined;
}

/** A person on this machine uses these names; the API server uses the Service's. */
const HOSTS = [
  'localhost',
  '127.0.0.1',
  '::1',
  'fargate-admission.fargate-admission.svc',
  'fargate-admission.fargate-admission.svc.cluster.local',
] as const;

const VALID_DAYS = 365;

/**
 * The pair in the folder. Without one, a new pair is made; an expired pair that was made here is replaced.
 *
 * @throws CertificateError for half a pair, one that does not belong together, or an expired one of another maker.
 */
export async function pairInFolder({ folder, nowMs }: PairInFolderOptions): Promise<FolderPair> {
  const paths = pathsIn(folder);
  const found = await readFound(paths);
  if (found === undefined) return makePair(paths, nowMs);
  const pair = checkPair(found, { certificate: paths.certificate, key: paths.key });
  if (nowMs <= pair.notAfterMs) return { ...pair, caPath: found.caPem === undefined ? undefined : paths.ca };
  if (wasMadeHere(found, paths)) return makePair(paths, nowMs);
  const expiry = new Date(pair.notAfterMs).toISOString();
  throw new CertificateError(`${paths.certificate} expired at ${expiry}: replace it and ${paths.key}, or delete both`);
}

interface Paths {
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
}

function pathsIn(folder: string): Paths {
  return { certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key'), ca: join(folder, 'ca.crt') };
}

interface FoundFiles {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly caPem: string | undefined;
}

async function readFound({ certificate, key, ca }: Paths): Promise<FoundFiles | undefined> {
  const [certificatePem, keyPem, caPem] = await Promise.all([certificate, key, ca].map(readIfThere));
  if (certificatePem === undefined && keyPem === undefined) return undefined;
  if (certificatePem !== undefined && keyPem !== undefined) return { certificatePem, keyPem, caPem };
  const [there, missing] = keyPem === undefined ? [certificate, key] : [key, certificate];
  throw new CertificateError(`${there} is there without ${missing}: add it, or delete ${there} for a new pair`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new CertificateError(`cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Only what this program made is its to replace. */
function wasMadeHere({ certificatePem, caPem }: FoundFiles, { certificate, ca }: Paths): boolean {
  if (caPem === undefined) return false;
  const issuer = parseCertificate(caPem, ca);
  const issued = parseCertificate(certificatePem, certificate);
  return issuer.subject === `CN=${LOCAL_CA_NAME}` && issued.verify(issuer.publicKey);
}

async function makePair(paths: Paths, nowMs: number): Promise<FolderPair> {
  // Tens of megabytes, for something that a webhook with a certificate never does.
  const { issuePair } = await import('./issue.ts');
  const { caPem, certificatePem, keyPem } = await issuePair({ hosts: HOSTS, nowMs, validDays: VALID_DAYS });
  await replaceFile(paths.key, { text: keyPem, mode: 0o600 });
  await replaceFile(paths.ca, { text: caPem, mode: 0o644 });
  await replaceFile(paths.certificate, { text: certificatePem, mode: 0o644 });
  const pair = checkPair({ certificatePem, keyPem }, { certificate: paths.certificate, key: paths.key });
  return { ...pair, caPath: paths.ca };
}

interface FileContent {
  readonly text: string;
  readonly mode: number;
}

/** No reader sees half a file, or a key that others can read. The temporary name ends like the file's, so git ignores both. */
async function replaceFile(path: string, { text, mode }: FileContent): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.${basename(path)}`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { mode, flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new CertificateError(`cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
