import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { thirdPartyLicenses } from '../licenses/licenses.ts';
import { packageVersion } from '../release/version.ts';
import { outputOf, printResult, ReleaseError, ROOT } from '../run.ts';
import { archiveName, platformOf } from './platforms.ts';

/** esbuild writes it: `npm run bundle`. */
const BUNDLE = join(ROOT, 'build/main.cjs');

/** Marks the place in the Node.js binary that says whether a program lies inside. Source: Node.js, "Single executable applications". */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

await printResult(() => {
  const { values } = parseArgs({ options: { output: { type: 'string', default: join(ROOT, 'build') } } });
  return `${buildArchive(resolve(values.output))}\n`;
});

/**
 * The program with the Node.js that runs this script inside, for the system that this script runs on: the compiled code that
 * makes it start fast fits no other. Returns the path of the archive.
 */
function buildArchive(folder: string): string {
  const platform = platformOf(process);
  const content = join(folder, 'content');
  mkdirSync(content, { recursive: true });
  const program = join(content, platform.program);
  copyNode(program);
  inject(program, preparedBlob(folder));
  cpSync(join(ROOT, 'LICENSE'), join(content, 'LICENSE'));
  writeFileSync(join(content, 'THIRD_PARTY_LICENSES'), thirdPartyLicenses());
  cpSync(nodeLicense(), join(content, 'NODE_LICENSE'));
  const archive = join(folder, archiveName(packageVersion(), platform));
  outputOf('tar', ['-czf', archive, '-C', content, ...readdirSync(content)]);
  return archive;
}

function copyNode(program: string): void {
  rmSync(program, { force: true });
  cpSync(process.execPath, program);
  chmodSync(program, 0o755);
}

/** The bundle, its compiled code, and the files that the program reads of its own package. */
function preparedBlob(folder: string): string {
  const [config, output] = [join(folder, 'sea-config.json'), join(folder, 'main.blob')];
  const pageAssets = readdirSync(join(ROOT, 'src/audit/page/assets')).map((name) => `audit/page/assets/${name}`);
  const files = ['../package.json', 'cli/policies/assets/profile-policy.yaml', 'playground/playground.html'];
  const assets = [...files, ...pageAssets].map((path) => [path, join(ROOT, 'src', path)]);
  const settings = { main: BUNDLE, output, disableExperimentalSEAWarning: true, useCodeCache: true };
  writeFileSync(config, JSON.stringify({ ...settings, assets: Object.fromEntries(assets) }));
  outputOf(process.execPath, ['--experimental-sea-config', config]);
  return output;
}

/** macOS starts no binary whose signature does not fit; one without an identity is enough for what is not downloaded by a browser. */
function inject(program: string, blob: string): void {
  const isMac = process.platform === 'darwin';
  if (isMac) outputOf('codesign', ['--remove-signature', program]);
  const segment = isMac ? ['--macho-segment-name', 'NODE_SEA'] : [];
  const postject = join(ROOT, 'node_modules/postject/dist/cli.js');
  outputOf(process.execPath, [postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE, ...segment]);
  if (isMac) outputOf('codesign', ['--sign', '-', program]);
}

/** Where the archives of Node.js have it, and where the npm package `node` has it. */
function nodeLicense(): string {
  const folder = dirname(process.execPath);
  const ofPackage = globSync(join(folder, '../node_modules/node-*/LICENSE'));
  const path = [join(folder, '../LICENSE'), join(folder, 'LICENSE'), ...ofPackage].find((file) => existsSync(file));
  if (path === undefined)
    throw new ReleaseError(`no LICENSE near ${process.execPath}; fix: use Node.js from nodejs.org`);
  return path;
}
