/**
 * A Kubernetes quantity in thousandths of its unit: `250m` is 250n, `1Ki` is 1024000n. Undefined for an invalid quantity.
 *
 * Exact, and rounded as Kubernetes rounds: up to a thousandth, away from zero; capped at 2^63-1 units.
 * Source: Kubernetes API reference, Quantity.
 */
export function parseQuantity(text: string): bigint | undefined {
  const known = CACHE.get(text);
  if (known !== undefined) return known;
  const quantity = readQuantity(text);
  if (CACHE.size >= MAX_CACHED) CACHE.clear();
  if (quantity !== undefined) CACHE.set(text, quantity);
  return quantity;
}

/** Most pods of a cluster request the same few quantities. */
const CACHE = new Map<string, bigint>();
const MAX_CACHED = 1_000;

function readQuantity(text: string): bigint | undefined {
  const match = text.length <= MAX_LENGTH ? QUANTITY.exec(text) : null;
  if (match === null) return undefined;
  const [, sign, integer = '', fraction = '', suffix = ''] = match;
  if (integer === '' && fraction === '') return undefined;
  const digits = BigInt(integer + fraction);
  const { numerator, exponent } = scaleOf(suffix);
  const thousandths = shiftedUp(digits * numerator, exponent - fraction.length + 3);
  const capped = thousandths > MAX_QUANTITY ? MAX_QUANTITY : thousandths;
  return sign === '-' ? -capped : capped;
}

/** `250m`, `2` */
export function formatCpu(thousandths: bigint): string {
  return thousandths % 1000n === 0n ? String(thousandths / 1000n) : `${thousandths}m`;
}

/** Always in MiB, so that a reader can add the amounts, and rounded up to a hundredth: `512Mi`, `953.68Mi`. */
export function formatMemory(thousandths: bigint): string {
  const hundredths = (thousandths + HUNDREDTH_OF_MEBIBYTE - 1n) / HUNDREDTH_OF_MEBIBYTE;
  return `${Number(hundredths) / 100}Mi`;
}

const QUANTITY = /^([+-]?)(\d*)(?:\.(\d*))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;
/** More digits than any quantity needs, and few enough that no text can block the process. */
const MAX_LENGTH = 100;
const MAX_QUANTITY = (2n ** 63n - 1n) * 1000n;

const HUNDREDTH_OF_MEBIBYTE = 10n * 1024n ** 2n;

const BINARY_SUFFIXES: ReadonlyMap<string, bigint> = new Map([
  ['Ki', 2n ** 10n],
  ['Mi', 2n ** 20n],
  ['Gi', 2n ** 30n],
  ['Ti', 2n ** 40n],
  ['Pi', 2n ** 50n],
  ['Ei', 2n ** 60n],
]);

const DECIMAL_SUFFIXES: ReadonlyMap<string, number> = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);

interface Scale {
  readonly numerator: bigint;
  /** Power of ten. */
  readonly exponent: number;
}

function scaleOf(suffix: string): Scale {
  const binary = BINARY_SUFFIXES.get(suffix);
  if (binary !== undefined) return { numerator: binary, exponent: 0 };
  return { numerator: 1n, exponent: DECIMAL_SUFFIXES.get(suffix) ?? decimalExponent(suffix) };
}

/** With a larger exponent, the quantity is above the cap or below a thousandth for any digits. */
const MAX_EXPONENT = 2 * MAX_LENGTH;

function decimalExponent(suffix: string): number {
  return Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(suffix.slice(1))));
}

function shiftedUp(value: bigint, powerOfTen: number): bigint {
  if (powerOfTen >= 0) return value * 10n ** BigInt(powerOfTen);
  const divisor = 10n ** BigInt(-powerOfTen);
  return (value + divisor - 1n) / divisor;
}
