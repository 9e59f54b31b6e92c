import type { ScalarTag } from 'yaml';

const TAG = 'tag:yaml.org,2002:';

/**
 * How kubectl reads a scalar without quotes: YAML 1.1 with the deviations of its Go library. `012` is 10 and `0o12` too,
 * `08` is 8, `1e3` a number; `1:30` and dates stay text.
 *
 * Source: sigs.k8s.io/yaml, goyaml.v2, `resolve.go`; each form was read back from kubectl 1.35 (seen).
 */
export const KUBECTL_SCALARS: ScalarTag[] = [
  scalar('null', /^(?:~|null|Null|NULL)?$/, () => null),
  scalar('bool', /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar('bool', /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar('int', /^[-+]?(?:0[xX]_*[\da-fA-F][\da-fA-F_]*|0[bB]_*[01][01_]*|0[oO]_*[0-7][0-7_]*)$/, readInteger),
  scalar('int', /^[-+]?(?:0[0-7_]*|[1-9][\d_]*)$/, readInteger),
  scalar('float', /^[-+]?(?:\.\d+|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d+)?$/, (text) => Number(withoutSpacers(text))),
  scalar('float', /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith('-') ? -Infinity : Infinity)),
  scalar('float', /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
  // Only where the document says !!binary.
  { tag: `${TAG}binary`, resolve: (text) => Buffer.from(text, 'base64').toString() },
];

function scalar(type: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag {
  return { tag: `${TAG}${type}`, default: true, test, resolve };
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
