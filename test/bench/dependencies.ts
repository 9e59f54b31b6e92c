// usage: npm run bench:dependencies      what each production dependency costs: size, time to load, memory
import { execFileSync } from 'node:child_process';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import { spreadOf } from './statistics.ts';
import { tableText } from './table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOADS = 7;

/** Prints the milliseconds of processor time that imports take in a process of their own, and the MiB that they add to its memory. */
const LOAD = `const memory = process.memoryUsage.rss(), cpu = process.cpuUsage();
for (const name of process.argv.slice(1)) await import(name);
const { user, system } = process.cpuUsage(cpu);
console.log((user + system) / 1000, (process.memoryUsage.rss() - memory) / 1048576);`;

const lock = new Field(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))).get('packages');
const names = lock
  .get('')
  .get('dependencies')
  .entries()
  .map(([name]) => name);
const closures = new Map(names.map((name) => [name, closureOf(`node_modules/${name}`)]));

const rows = names.map((name) => {
  const closure = closures.get(name) ?? new Set();
  const others = new Set(names.filter((other) => other !== name).flatMap((other) => [...(closures.get(other) ?? [])]));
  const own = [...closure].filter((path) => !others.has(path));
  const loads = Array.from({ length: LOADS }, () => load(name));
  return [
    `\`${name}\``,
    `${closure.size}`,
    sizeMiB(closure).toFixed(1),
    sizeMiB(own).toFixed(1),
    spreadOf(loads.map(([milliseconds]) => milliseconds)).median.toFixed(0),
    spreadOf(loads.map(([, memory]) => memory)).median.toFixed(0),
  ];
});
const header = ['dependency', 'packages', 'MiB on disk', 'of it for this one alone', 'CPU ms to load', 'MiB of memory'];
process.stdout.write(`${tableText(header, rows)}\n`);

/** The folders of a package and of all that it depends on, as Node.js resolves them. */
function closureOf(path: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [name] of lock.get(path).get('dependencies').entries()) closureOf(resolve(path, name), found);
  return found;
}

function resolve(from: string, name: string): string {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder}/node_modules/${name}`;
    if (lock.get(path).isPresent) return path;
  }
  return `node_modules/${name}`;
}

/** Without packages inside, which have a folder of their own in the lock file. */
function sizeMiB(folders: Iterable<string>): number {
  let bytes = 0;
  for (const folder of folders) {
    const cwd = join(ROOT, folder);
    for (const file of globSync('**', { cwd, exclude: (name) => name === 'node_modules' })) {
      const stat = lstatSync(join(cwd, file));
      if (stat.isFile()) bytes += stat.size;
    }
  }
  return bytes / 1_048_576;
}

function load(name: string): readonly [milliseconds: number, memoryMiB: number] {
  const needed = name === '@peculiar/x509' ? ['reflect-metadata'] : [];
  const program = ['--input-type=module', '--eval', LOAD, ...needed, name];
  const output = execFileSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
  const [milliseconds = Number.NaN, memory = Number.NaN] = output.trim().split(' ').map(Number);
  return [milliseconds, memory];
}
