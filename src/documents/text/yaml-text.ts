import { stringify } from 'yaml';

/**
 * A value as a YAML document. Every text is in quotation marks and on one line, so that no reader takes one for
 * anything else, be it of YAML 1.1 or 1.2, or of lines.
 */
export function toYaml(value: unknown): string {
  return stringify(value, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}
