import type { ScalarTag } from 'yaml';

const TAG = 'tag:yaml.org,2002:';

interface Form {
  /** The last part of its tag. */
  readonly type: string;
  readonly test: RegExp;
  readonly read: (text: string) => unknown;
}

/**
 * How kubectl reads a scalar without quotes: YAML 1.1 with the deviations of its Go library. `012` is 10 and `0o12` too,
 * `08` is 8, `1e3` a number; `1:30` and dates stay text.
 *
 * Source: sigs.k8s.io/yaml, goyaml.v2, `resolve.go`; each form was read back from kubectl 1.35 (seen).
 */
const FORMS: readonly Form[] = [
  { type: 'null', test: /^(?:~|null|Null|NULL)?$/, read: () => null },
  { type: 'bool', test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, read: () => true },
  { type: 'bool', test: /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, read: () => false },
  {
    type: 'int',
    test: /^[-+]?(?:0[xX]_*[\da-fA-F][\da-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*)$/,
    read: readInteger,
  },
  { type: 'int', test: /^[-+]?(?:0[0-7_]*|[1-9][\d_]*)$/, read: readInteger },
  {
    type: 'float',
    test: /^[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/,
    read: (text) => Number(withoutSpacers(text)),
  },
  { type: 'float', test: /^[-+]?\.(?:inf|Inf|INF)$/, read: (text) => (text.startsWith('-') ? -Infinity : Infinity) },
  { type: 'float', test: /^\.(?:nan|NaN|NAN)$/, read: () => Number.NaN },
];

/** For the parser `yaml`. */
export const KUBECTL_SCALARS: ScalarTag[] = [
  ...FORMS.map(({ type, test, read }) => ({ tag: `${TAG}${type}`, default: true, test, resolve: read })),
  // Only where the document says !!binary.
  { tag: `${TAG}binary`, resolve: readBinary },
];

/** The value of a scalar without quotes and without a tag. */
export function readPlainScalar(text: string): unknown {
  if (!MAY_HAVE_FORM.test(text)) return text;
  const form = FORMS.find(({ test }) => test.test(text));
  return form === undefined ? text : form.read(text);
}

/** Nearly every text has none of the forms: it begins as no number does, and is none of the words, of five letters at most. */
const MAY_HAVE_FORM = /^(?:[-+.~\d]|[yYnNtTfFoO][a-zA-Z]{0,4}$|$)/;

/** Kept apart from Node's Buffer, since this runs in browsers too. What is no Base64 is an error, as for kubectl. */
function readBinary(text: string, onError: (message: string) => void): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    onError('!!binary value contains invalid base64 data');
    return text;
  }
}

function readInteger(text: string): number {
  const plain = withoutSpacers(text).toLowerCase();
  const digits = plain.replace(/^[-+]/, '');
  const value = Number(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return plain.startsWith('-') ? -value : value;
}

function withoutSpacers(text: string): string {
  return text.replaceAll('_', '');
}
