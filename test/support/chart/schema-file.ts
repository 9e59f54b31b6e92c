import { readFileSync, writeFileSync } from 'node:fs';
import type { Schema } from './json-schema.ts';
import { chartValues } from './values.ts';
import { CHART_VALUES_SCHEMA } from './values-schema.ts';

const FILE = new URL('../../../manifests/chart/values.schema.json', import.meta.url);

export function readChartSchema(): string {
  return readFileSync(FILE, 'utf8');
}

export function writeChartSchema(): void {
  writeFileSync(FILE, chartSchema());
}

/** The text of values.schema.json. Draft 7 is the newest that Helm 3 reads. */
export function chartSchema(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of the chart fargate-admission',
    ...described(CHART_VALUES_SCHEMA, ''),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** With the descriptions of values.yaml, which editors show. */
function described(schema: Schema, path: string): Schema {
  const description = DESCRIPTIONS.get(path);
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    described(property, path === '' ? name : `${path}.${name}`),
  ]);
  return {
    ...(description === undefined ? {} : { description }),
    ...schema,
    ...(schema.properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
  };
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
  chartValues().map(({ path, description }) => [path, description]),
);
