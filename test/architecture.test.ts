import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Where the adapters are put together: these may import everything but each other. A room is a folder under src; of two that
 * hold a file, the deeper one is its room.
 */
const COMPOSERS: readonly string[] = ['.', 'webhook', 'audit/in-cluster', 'policies/in-cluster', 'cli'];

/** Which rooms any other room may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  fargate: [],
  documents: ['fargate'],
  suppression: ['documents', 'fargate'],
  inspection: ['documents', 'fargate', 'suppression'],
  profiles: ['documents', 'fargate', 'runtime'],
  'webhook/admission': ['documents', 'fargate', 'suppression'],
  'webhook/http': ['documents', 'http', 'runtime', 'webhook/admission'],
  audit: ['aws-checks', 'documents', 'fargate', 'runtime'],
  'aws-checks': ['documents', 'fargate'],
  'aws-checks/api': ['aws-checks', 'documents', 'fargate', 'profiles', 'runtime'],
  policies: ['documents', 'fargate', 'suppression'],
  playground: ['documents', 'fargate', 'inspection', 'runtime', 'suppression'],
  // Of the audit, the parts that its page is made of.
  'playground/page': ['audit', 'fargate', 'inspection', 'playground'],
  http: [],
  kubernetes: ['documents'],
  runtime: [],
  settings: ['fargate'],
  telemetry: [],
  tls: ['runtime'],
};

/** The one room that imports a package as a value: what replaces it has one place to change. */
const HOME_OF_PACKAGE: Readonly<Record<string, string>> = {
  '@aws-sdk/client-eks': 'profiles',
  '@aws-sdk/client-ec2': 'aws-checks/api',
  '@aws-sdk/client-iam': 'aws-checks/api',
  '@aws-sdk/client-service-quotas': 'aws-checks/api',
  'lru-cache': 'profiles',
  yaml: 'documents',
  'js-yaml': 'documents',
  express: 'http',
  pino: 'telemetry',
  'prom-client': 'telemetry',
  '@peculiar/x509': 'tls',
  'reflect-metadata': 'tls',
  commander: 'cli',
  'csv-stringify': 'cli',
  '@kubernetes/client-node': 'kubernetes',
  '@codemirror/commands': 'playground/page',
  '@codemirror/lang-yaml': 'playground/page',
  '@codemirror/language': 'playground/page',
  '@codemirror/lint': 'playground/page',
  '@codemirror/search': 'playground/page',
  '@codemirror/state': 'playground/page',
  '@codemirror/view': 'playground/page',
  '@lezer/highlight': 'playground/page',
};

interface Import {
  readonly file: string;
  /** `.` for src itself. */
  readonly room: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s(type\s)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** The deepest first. */
const ROOMS = [...COMPOSERS, ...Object.keys(MAY_IMPORT)].toSorted((a, b) => b.length - a.length);

const imports = sourceFiles().flatMap(importsOf);

describe('architecture', () => {
  test('every folder under src has its place', () => {
    const homeless = sourceFiles().filter(
      (file) => file !== join(SRC, 'main.ts') && file !== join(SRC, 'run.ts') && roomOf(file) === '.',
    );
    assert.deepEqual(homeless, []);
    const empty = [...COMPOSERS, ...Object.keys(MAY_IMPORT)].filter(
      (room) => !imports.some((entry) => entry.room === room) && !existsSync(join(SRC, room)),
    );
    assert.deepEqual(empty, []);
  });

  test('imports between rooms point one way', () => {
    const wrong = imports
      .filter(({ room, specifier }) => !COMPOSERS.includes(room) && specifier.startsWith('.'))
      .map((entry) => ({ ...entry, target: targetRoom(entry) }))
      .filter(({ room, target }) => target !== room && !MAY_IMPORT[room]?.includes(target))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('nothing but a command imports the command line', () => {
    const wrong = imports
      .filter(
        (entry) => !['.', 'cli'].includes(entry.room) && entry.specifier.startsWith('.') && targetRoom(entry) === 'cli',
      )
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('what runs in a cluster imports nothing of what else runs there', () => {
    const inCluster = COMPOSERS.filter((room) => room !== '.' && room !== 'cli');
    const wrong = imports
      .filter(({ room, specifier }) => inCluster.includes(room) && specifier.startsWith('.'))
      .map((entry) => ({ ...entry, target: targetRoom(entry) }))
      .filter(({ room, target }) => target !== room && COMPOSERS.includes(target))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('commands share cli/shared and never import each other', () => {
    const wrong = imports
      .filter((entry) => commandOf(entry.file) !== undefined && entry.specifier.startsWith('.'))
      .filter((entry) => {
        const target = commandOf(targetFile(entry));
        return target !== undefined && target !== 'shared' && target !== commandOf(entry.file);
      })
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('each package is imported as a value by one room only', () => {
    const wrong = packageImports()
      .filter(({ isTypeOnly, room, specifier }) => !isTypeOnly && HOME_OF_PACKAGE[packageName(specifier)] !== room)
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('the webhook never reaches a call to AWS beside that of its profiles', () => {
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const entry of imports) {
        if (entry.file === file && entry.specifier.startsWith('.')) follow(targetFile(entry));
      }
    };
    for (const file of sourceFiles().map((path) => relative(SRC, path))) if (file.startsWith('webhook/')) follow(file);
    assert.ok(reached.has('profiles/eks-api.ts'));
    const wrong = [...reached].filter((file) => file.startsWith('aws-checks/') || file === 'profiles/eks-account.ts');
    assert.deepEqual(wrong, []);
  });

  test('the rules are pure: they import no package and nothing of Node', () => {
    const wrong = imports.filter(({ room, specifier }) => room === 'fargate' && !specifier.startsWith('.'));
    assert.deepEqual(wrong, []);
  });

  test('the playground reaches nothing of Node, so that it runs in a browser', () => {
    const files = reachedFrom(imports.filter(({ file }) => file === 'playground/evaluate.ts').map(({ file }) => file));
    const wrong = imports
      .filter(({ file, specifier }) => files.has(file) && isBuiltin(specifier))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.ok(files.size > 50);
    assert.deepEqual(wrong, []);
    const readers = [...files].filter((file) =>
      /\b(?:Buffer|process|setImmediate|__dirname)\b[.(]|\bimport\.meta\b/.test(codeOf(join(SRC, file))),
    );
    assert.deepEqual(readers, []);
  });

  test('the rules read no clock and no environment', () => {
    const wrong = sourceFiles().filter(
      (file) => roomOf(file) === 'fargate' && /\bDate[.(]|\bprocess\.|\bperformance\./.test(codeOf(file)),
    );
    assert.deepEqual(wrong, []);
  });

  test('the environment is read in one place', () => {
    const readers = sourceFiles().filter((file) => codeOf(file).includes('process.env'));
    assert.deepEqual(
      readers.map((file) => relative(SRC, file)),
      ['run.ts'],
    );
  });

  test('every package that the product depends on is imported', () => {
    const manifest = JSON.parse(readFileSync(join(SRC, '..', 'package.json'), 'utf8'));
    const used = new Set(packageImports().map(({ specifier }) => packageName(specifier)));
    const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    const unused = names.filter((name) => !used.has(name));
    assert.deepEqual(unused, []);
  });
});

function sourceFiles(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(SRC, name));
}

function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
}

function importsOf(file: string): readonly Import[] {
  return [...codeOf(file).matchAll(IMPORT)].map(([, typeOnly, from, bare, dynamic]) => ({
    file: relative(SRC, file),
    room: roomOf(file),
    specifier: from ?? bare ?? dynamic ?? '',
    isTypeOnly: typeOnly !== undefined,
  }));
}

function roomOf(file: string): string {
  const path = relative(SRC, file);
  return ROOMS.find((room) => path.startsWith(`${room}/`)) ?? '.';
}

/** With all that these files import as values. */
function reachedFrom(files: readonly string[]): ReadonlySet<string> {
  const reached = new Set(files);
  for (const file of reached) {
    const own = imports.filter((entry) => entry.file === file && !entry.isTypeOnly && entry.specifier.startsWith('.'));
    for (const entry of own) reached.add(targetFile(entry));
  }
  return reached;
}

/** The folder right under cli; undefined for every other file. */
function commandOf(file: string): string | undefined {
  const [top, folder, rest] = file.split('/');
  return top === 'cli' && rest !== undefined ? folder : undefined;
}

function targetFile({ file, specifier }: Import): string {
  return join(dirname(file), specifier);
}

function targetRoom(entry: Import): string {
  return roomOf(join(SRC, targetFile(entry)));
}

function packageImports(): readonly Import[] {
  return imports.filter(({ specifier }) => !specifier.startsWith('.') && !isBuiltin(specifier));
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
