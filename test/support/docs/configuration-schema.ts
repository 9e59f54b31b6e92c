import { Command } from 'commander';
import { createProgram } from '../../../src/cli/program.ts';
import { type ConfigurationKey, configurationKeys } from '../../../src/cli/shared/configuration/keys.ts';
import { RULE_KEYS, SEVERITY_WORDS } from '../../../src/cli/shared/configuration/read-rules.ts';
import { FINDINGS, type FindingKind } from '../../../src/fargate/finding.ts';

/** Of the configuration file. The package holds it. */
export const SCHEMA_FILE = new URL('../../../docs/reference/configuration.schema.json', import.meta.url);

const CODES: Readonly<Record<string, FindingKind>> = FINDINGS;

/** The keys of the file, from the flags of the commands. */
export function allKeys() {
  const silent = { programName: 'fargate-admission', print: () => {}, printError: () => {} };
  const program = createProgram(silent, async () => {});
  const [first = new Command()] = program.commands;
  return configurationKeys(first);
}

/** JSON Schema, draft 7, which editors read. */
export function configurationSchema(): string {
  const { shared, sections } = allKeys();
  const commands = [...sections].map(([name, keys]) => [
    name,
    { ...strictObject(propertiesOf(keys)), description: `Flags of fargate-admission ${name}.` },
  ]);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Fargate Admission (.fargate-admission.yaml)',
    ...strictObject({
      ...propertiesOf(shared),
      'workload-kinds': WORKLOAD_KINDS,
      severities: SEVERITIES,
      suppressions: SUPPRESSIONS,
      ...Object.fromEntries(commands),
    }),
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function strictObject(properties: object) {
  return { type: 'object', additionalProperties: false, properties };
}

function propertiesOf(keys: ReadonlyMap<string, ConfigurationKey>): object {
  return Object.fromEntries([...keys.values()].map((key) => [key.name, propertyOf(key)]));
}

function propertyOf(key: ConfigurationKey): object {
  const { description } = key;
  const value = valueSchema(key);
  if (!key.isRepeatable) return { description, ...value };
  return { description, anyOf: [value, { type: 'array', items: value }] };
}

function valueSchema({ kind, words }: ConfigurationKey): object {
  switch (kind) {
    case 'switch':
      return { type: 'boolean' };
    case 'number':
      return { type: ['number', 'string'] };
    case 'choice':
      return { enum: words };
    case 'output':
      return { type: 'string', pattern: `^(${words.join('|')})(=.+)?$` };
    default:
      return { type: 'string' };
  }
}

const TEXTS = { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

const WORKLOAD_KINDS = {
  description: 'further kinds that make pods, each with the path of its pod template; or files of them',
  anyOf: [...TEXTS.anyOf, { type: 'object', additionalProperties: TEXTS }],
};

const SEVERITIES = {
  description: 'by code of a finding: another severity, or off',
  ...strictObject(
    Object.fromEntries(
      // YAML 1.1 takes off for false.
      Object.entries(CODES).map(([code, { title }]) => [
        code,
        { description: title, enum: [...SEVERITY_WORDS, false] },
      ]),
    ),
  ),
};

const CODE = { enum: Object.keys(CODES) };

const RULE_DESCRIPTIONS: Readonly<Record<(typeof RULE_KEYS)[number], string>> = {
  codes: 'codes of the findings to suppress',
  kinds: 'kinds of objects, such as StatefulSet',
  namespaces: 'patterns of namespaces, with * and ?',
  names: 'patterns of the names of objects, with * and ?',
  paths: 'patterns of files, from the folder of this file, with / between folders; * matches / too',
  reason: 'why the findings are suppressed',
};

const SUPPRESSIONS = {
  description: 'findings that are hidden on purpose',
  type: 'array',
  items: {
    ...strictObject(
      Object.fromEntries(RULE_KEYS.map((key) => [key, { description: RULE_DESCRIPTIONS[key], ...ruleSchema(key) }])),
    ),
    required: ['codes', 'reason'],
  },
};

function ruleSchema(key: (typeof RULE_KEYS)[number]): object {
  if (key === 'reason') return { type: 'string', minLength: 1 };
  return key === 'codes' ? { anyOf: [CODE, { type: 'array', items: CODE }] } : TEXTS;
}
