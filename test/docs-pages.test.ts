import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { Field } from '../src/documents/field.ts';
import { dataBlocks } from './support/docs/data-blocks.ts';
import { commandBlocks, isExample, markerOf } from './support/docs/examples.ts';
import { docsPages, ROOT, readPage, writtenText } from './support/docs/parts.ts';

/** What a person makes by following the pages. */
const MADE_BY_READER = ['manifests/overlays/my-cluster', 'manifests/overlays/local-ca/generated'];

const PATH = /`((?:src|test|manifests|docs|certs)\/[\w./-]*)(?::\d+)?`/g;

/** Where the pages have a reader write an overlay. */
const OWN_OVERLAY = new URL('manifests/overlays/my-cluster/', ROOT);

const LINK = /\]\(([^)\s]+)\)/g;

for (const page of docsPages()) {
  describe(page, () => {
    test('links to files and sections that exist', () => {
      const targets = [...withoutBlocks(readPage(page)).matchAll(LINK)].map(([, target = '']) => target);
      const own = targets.filter((target) => !/^https?:/.test(target));
      assert.deepEqual(
        own.filter((target) => !leadsSomewhere(page, target)),
        [],
      );
    });

    test('names files and folders that exist', () => {
      const paths = [...writtenText(page).matchAll(PATH)].map(([, path = '']) => path);
      const missing = paths.filter((path) => !isMadeByReader(path) && !existsSync(new URL(path, ROOT)));
      assert.deepEqual(missing, []);
    });

    test('says of each command that is not run why, or which test runs it', () => {
      const silent = commandBlocks(readPage(page)).filter(
        (block) => !isExample(block) && markerOf(block) === undefined,
      );
      assert.deepEqual(
        silent.map(({ text }) => text),
        [],
      );
    });

    test('names tests of its commands that exist', () => {
      const files = commandBlocks(readPage(page)).flatMap(
        (block) => /^tested by (\S+)$/.exec(markerOf(block) ?? '')?.[1] ?? [],
      );
      assert.deepEqual(
        files.filter((file) => !existsSync(new URL(file, ROOT))),
        [],
      );
    });

    test('shows YAML and JSON that can be read', () => {
      for (const { language, text } of dataBlocks(page)) {
        if (language === 'json') JSON.parse(text);
        else
          assert.deepEqual(
            parseAllDocuments(text).flatMap(({ errors }) => errors),
            [],
          );
      }
    });

    test('builds its overlays of folders that exist', () => {
      const missing = dataBlocks(page)
        .filter(({ text }) => text.includes('kind: Kustomization'))
        .flatMap(({ text }) => overlayParts(text))
        .filter((part) => !existsSync(new URL(part, OWN_OVERLAY)));
      assert.deepEqual(missing, []);
    });
  });
}

describe('the index', () => {
  test('leads to every page', () => {
    const linked = new Set(
      ['README.md', 'docs/README.md', 'docs/decisions/README.md'].flatMap((page) =>
        [...readPage(page).matchAll(LINK)].map(([, target = '']) => placeOf(page, target).path),
      ),
    );
    assert.deepEqual(
      docsPages().filter((page) => page !== 'README.md' && !linked.has(page)),
      [],
    );
  });
});

describe('the architecture', () => {
  test('names every folder of src', () => {
    const page = readPage('docs/architecture.md');
    const folders = readdirSync(new URL('src/', ROOT), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => !page.includes(`\`src/${name}\``)),
      [],
    );
  });
});

function overlayParts(text: string): readonly string[] {
  const overlay = new Field(parse(text));
  return [...overlay.get('resources').list(), ...overlay.get('components').list()].map((part) => part.string() ?? '');
}

function isMadeByReader(path: string): boolean {
  return MADE_BY_READER.some((made) => path.startsWith(made));
}

function leadsSomewhere(page: string, target: string): boolean {
  const { path, anchor } = placeOf(page, target);
  if (!existsSync(new URL(path, ROOT))) return false;
  return anchor === undefined || anchorsOf(readPage(path)).has(anchor);
}

function placeOf(page: string, target: string): { readonly path: string; readonly anchor: string | undefined } {
  const [file = '', anchor] = target.split('#');
  return { path: file === '' ? page : normalize(join(dirname(page), file)), anchor };
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...withoutBlocks(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function withoutBlocks(page: string): string {
  return page.replace(/^```[\s\S]*?^```$/gm, '');
}
