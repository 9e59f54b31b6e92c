import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

const VALUES = new URL('../../../manifests/chart/values.yaml', import.meta.url);

/** A value of the chart that has a description. */
export interface ChartValue {
  /** `image.tag`. */
  readonly path: string;
  /** `string`, `int`, `bool`, `list` or `object`. */
  readonly type: string;
  readonly defaultText: string;
  readonly description: string;
}

/** As helm-docs reads values.yaml: a description is what a comment says from `# --` on, `# @default --` takes the place of the default. */
export function chartValues(text = readFileSync(VALUES, 'utf8')): readonly ChartValue[] {
  const { contents } = parseDocument(text);
  return isMap(contents) ? valuesOf(contents, '') : [];
}

/** The table of the chart's README, with the columns of helm-docs. */
export function chartValuesMarkdown(): string {
  const header = ['| Key | Type | Default | Description |', '| --- | --- | --- | --- |'];
  const rows = chartValues().map(({ path, type, defaultText, description }) => {
    return `| \`${path}\` | ${type} | ${cell(defaultText)} | ${cell(description)} |`;
  });
  return [...header, ...rows].join('\n');
}

function valuesOf(map: YAMLMap, prefix: string): readonly ChartValue[] {
  return map.items.flatMap((pair, index) => {
    const path = `${prefix}${keyOf(pair)}`;
    // The library keeps a comment in front of the first pair at the map itself.
    const comment = commentOf(pair) || (index === 0 ? (map.commentBefore ?? '') : '');
    const own = describedValue(path, pair, comment);
    return [...(own === undefined ? [] : [own]), ...(isMap(pair.value) ? valuesOf(pair.value, `${path}.`) : [])];
  });
}

function describedValue(path: string, pair: Pair, comment: string): ChartValue | undefined {
  const [, description] = /^ -- (.*)/ms.exec(comment) ?? [];
  if (description === undefined) return undefined;
  const lines = description.split('\n').map((line) => line.trim());
  const defaultText = lines.find((line) => line.startsWith('@default -- '))?.slice('@default -- '.length);
  const value = plainValue(pair);
  return {
    path,
    type: typeOf(value),
    defaultText: defaultText ?? `\`${JSON.stringify(value)}\``,
    description: lines.filter((line) => !line.startsWith('@default')).join(' '),
  };
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function commentOf({ key }: Pair): string {
  return isScalar(key) ? (key.commentBefore ?? '') : '';
}

function plainValue({ value }: Pair): unknown {
  if (isScalar(value)) return value.value;
  return isNode(value) ? value.toJSON() : value;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' && value !== null ? 'object' : 'string';
}

/** No text may end its cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
