import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Where the adapters are put together: these may import everything. */
const COMPOSERS: readonly string[] = ['.', 'cli', 'serve'];

/** Which folders any other folder may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  fargate: [],
  documents: ['fargate'],
  files: ['documents'],
  assessment: ['documents', 'fargate'],
  admission: ['assessment', 'documents', 'fargate'],
  audit: ['documents', 'fargate'],
  page: ['audit'],
  profiles: ['documents', 'fargate', 'files', 'runtime'],
  server: ['admission', 'documents', 'runtime'],
  settings: ['fargate'],
  kubernetes: ['documents'],
  runtime: [],
  telemetry: [],
  tls: ['runtime'],
};

/** The one folder that imports a package as a value: what replaces it has one place to change. */
const HOME_OF_PACKAGE: Readonly<Record<string, string>> = {
  '@aws-sdk/client-eks': 'profiles',
  'lru-cache': 'profiles',
  yaml: 'files',
  express: 'server',
  pino: 'telemetry',
  'prom-client': 'telemetry',
  '@peculiar/x509': 'tls',
  'reflect-metadata': 'tls',
  commander: 'cli',
  'csv-stringify': 'cli',
  '@kubernetes/client-node': 'kubernetes',
};

interface Import {
  readonly file: string;
  /** Folder under src, `.` for src itself. */
  readonly folder: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const IMPORT = /^(?:import|export)\s(type\s)?[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

const imports = sourceFiles().flatMap(importsOf);

describe('architecture', () => {
  test('every folder under src has its place', () => {
    const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      ['.', ...folders.map(({ name }) => name)].toSorted(),
      [...COMPOSERS, ...Object.keys(MAY_IMPORT)].toSorted(),
    );
  });

  test('imports between folders point one way', () => {
    const wrong = imports
      .filter(({ folder, specifier }) => !COMPOSERS.includes(folder) && specifier.startsWith('.'))
      .map((entry) => ({ ...entry, target: targetFolder(entry) }))
      .filter(({ folder, target }) => target !== folder && !MAY_IMPORT[folder]?.includes(target))
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('each package is imported as a value by one folder only', () => {
    const wrong = packageImports()
      .filter(({ isTypeOnly, folder, specifier }) => !isTypeOnly && HOME_OF_PACKAGE[packageName(specifier)] !== folder)
      .map(({ file, specifier }) => `${file} imports ${specifier}`);
    assert.deepEqual(wrong, []);
  });

  test('the rules are pure: they import no package and nothing of Node', () => {
    const wrong = imports.filter(({ folder, specifier }) => folder === 'fargate' && !specifier.startsWith('.'));
    assert.deepEqual(wrong, []);
  });

  test('the rules read no clock and no environment', () => {
    const wrong = sourceFiles().filter(
      (file) => folderOf(file) === 'fargate' && /\bDate[.(]|\bprocess\.|\bperformance\./.test(codeOf(file)),
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
    const unused = Object.keys(manifest.dependencies).filter((name) => !used.has(name));
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
    folder: folderOf(file),
    specifier: from ?? bare ?? dynamic ?? '',
    isTypeOnly: typeOnly !== undefined,
  }));
}

function folderOf(file: string): string {
  const path = relative(SRC, file);
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '.';
}

function targetFolder({ file, specifier }: Import): string {
  return folderOf(join(SRC, dirname(file), specifier));
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
