import { isIP } from 'node:net';
import { type FindingCode, isFindingCode } from '../fargate/finding.ts';
import { WORKLOAD_FINDINGS, type WorkloadFindingCode } from '../fargate/workload-findings.ts';

/** How a setting is written: what its text may be, and how its default is shown. */
export interface ValueType<T> {
  /** The placeholder of the value in `--help`. */
  readonly placeholder: string;
  /** The value of a flag that is given without one; absent where the flag needs a value. */
  readonly bareText?: string;
  parse(text: string): Parsed<T>;
  format(value: T): string;
}

export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  /** `expected` completes the sentence "expected …". */
  | { readonly kind: 'refused'; readonly expected: string };

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const PATH: ValueType<string> = {
  placeholder: 'PATH',
  parse: (text) => (text === '' ? refused('a path') : parsed(text)),
  format: String,
};

/** Source: EKS API reference, CreateCluster, `name`. */
export const EKS_CLUSTER_NAME: ValueType<string> = {
  placeholder: 'NAME',
  parse: (text) =>
    /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/.test(text)
      ? parsed(text)
      : refused('an EKS cluster name: up to 100 letters, digits, "-" and "_", a letter or digit first'),
  format: String,
};

/** Of several clusters, each once. */
export const EKS_CLUSTER_NAMES: ValueType<readonly string[]> = {
  placeholder: 'NAME[,NAME]',
  parse: (text) => {
    const names = text.split(',').map((name) => name.trim());
    const unfit = names.map(EKS_CLUSTER_NAME.parse).find(({ kind }) => kind === 'refused');
    return unfit?.kind === 'refused'
      ? refused(`${unfit.expected}; or several with commas between them`)
      : parsed([...new Set(names)]);
  },
  format: (names) => names.join(','),
};

export const PORT: ValueType<number> = {
  placeholder: 'PORT',
  parse: parsePort,
  format: String,
};

export const IP_ADDRESS: ValueType<string> = {
  placeholder: 'ADDRESS',
  parse: (text) => (isIP(text) === 0 ? refused('an IPv4 or IPv6 address') : parsed(text)),
  format: String,
};

/** The annotation's key is this, `/` and a name. Source: Kubernetes, annotations, "Syntax and character set". */
export const ANNOTATION_PREFIX: ValueType<string> = {
  placeholder: 'PREFIX',
  parse: (text) =>
    isDnsSubdomain(text) ? parsed(text) : refused('a DNS subdomain: lower-case letters, digits, "-" and "."'),
  format: String,
};

export const SWITCH: ValueType<boolean> = {
  placeholder: 'on|off',
  bareText: 'on',
  parse: (text) => (text === 'on' || text === 'off' ? parsed(text === 'on') : refused('on or off')),
  format: (value) => (value ? 'on' : 'off'),
};

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]): ValueType<Word> {
  return {
    placeholder: words.join('|'),
    parse: (text) => {
      const word = words.find((known) => known === text);
      return word === undefined ? refused(`one of ${words.join(', ')}`) : parsed(word);
    },
    format: String,
  };
}

/** Codes of findings about workloads, separated by commas; `errors` means all codes of that severity. */
export const WORKLOAD_CODES: ValueType<ReadonlySet<WorkloadFindingCode>> = {
  placeholder: 'CODE[,CODE]',
  parse: (text) => {
    const words = text.split(',').map((word) => word.trim());
    const unknown = words.find((word) => word !== 'errors' && !isWorkloadCode(word));
    if (unknown !== undefined)
      return refused(`codes of findings about workloads, or errors, and knows no ${JSON.stringify(unknown)}`);
    const errors = words.includes('errors')
      ? ALL_CODES.filter((code) => WORKLOAD_FINDINGS[code].severity === 'error')
      : [];
    return parsed(new Set([...errors, ...words.filter(isWorkloadCode)]));
  },
  format: (codes) => [...codes].join(','),
};

const ALL_CODES = Object.keys(WORKLOAD_FINDINGS).filter(isWorkloadCode);

function isWorkloadCode(text: string): text is WorkloadFindingCode {
  return Object.hasOwn(WORKLOAD_FINDINGS, text);
}

/** Codes of findings about workloads and profiles, separated by commas. */
export const FINDING_CODES: ValueType<ReadonlySet<FindingCode>> = {
  placeholder: 'CODE[,CODE]',
  parse: (text) => {
    const words = text.split(',').map((word) => word.trim());
    const unknown = words.find((word) => !isFindingCode(word));
    if (unknown !== undefined) return refused(`codes of findings, and ${JSON.stringify(unknown)} is none`);
    return parsed(new Set(words.filter(isFindingCode)));
  },
  format: (codes) => [...codes].join(','),
};

export function count(limits: { readonly min: number; readonly max: number }): ValueType<number> {
  const { min, max } = limits;
  return {
    placeholder: 'COUNT',
    parse: (text) => {
      const value = wholeNumber(text);
      return value >= min && value <= max ? parsed(value) : refused(`a whole number from ${min} to ${max}`);
    },
    format: String,
  };
}

/** Read into milliseconds. */
export function duration(limits: { readonly minMs: number; readonly maxMs: number }): ValueType<number> {
  const { minMs, maxMs } = limits;
  const range = `from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  return {
    placeholder: 'DURATION',
    parse: (text) => {
      const valueMs = parseDurationMs(text);
      return valueMs >= minMs && valueMs <= maxMs
        ? parsed(valueMs)
        : refused(`a duration such as 90s, 10m or 1h, ${range}`);
    },
    format: formatDuration,
  };
}

function parsePort(text: string): Parsed<number> {
  const port = wholeNumber(text);
  if (port <= 65_535) return parsed(port);
  // Kubernetes gives every pod SERVICE_NAME_PORT=tcp://… for each Service of its namespace, unless enableServiceLinks is false.
  if (text.startsWith('tcp://')) {
    return refused(
      'a port; Kubernetes sets this variable for a Service of this name: set enableServiceLinks: false in the pod',
    );
  }
  return refused('a port from 0 to 65535, 0 for any free one');
}

/** NaN, which no limit admits, where the text is no whole number. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** A label of up to 63, 253 in all. Source: RFC 1123, as Kubernetes checks it. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}

export function isDnsLabel(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}

const UNITS = [
  { unit: 'h', factorMs: 3_600_000 },
  { unit: 'm', factorMs: 60_000 },
  { unit: 's', factorMs: 1_000 },
  { unit: 'ms', factorMs: 1 },
] as const;

/** NaN where the text is no duration. */
function parseDurationMs(text: string): number {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  const factorMs = UNITS.find((known) => known.unit === unit)?.factorMs;
  return amount === undefined || factorMs === undefined ? Number.NaN : Number(amount) * factorMs;
}

function formatDuration(valueMs: number): string {
  if (valueMs === 0) return '0s';
  const largest = UNITS.find(({ factorMs }) => valueMs % factorMs === 0);
  return largest === undefined ? `${valueMs}ms` : `${valueMs / largest.factorMs}${largest.unit}`;
}

export function parsed<T>(value: T): Parsed<T> {
  return { kind: 'parsed', value };
}

export function refused<T>(expected: string): Parsed<T> {
  return { kind: 'refused', expected };
}
