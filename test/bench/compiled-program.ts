import { copyFile, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from '../support/processes/run-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The program as it is published, beside the package's own description and dependencies. @returns its entry point. */
export async function compileProgram(folder: string): Promise<string> {
  const output = join(folder, 'dist');
  await outputOf(process.execPath, [join(ROOT, 'hack/package/build.ts'), '--output', output]);
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return join(output, 'main.js');
}

/** What the image gives to Node. */
export async function imageOptions(): Promise<readonly string[]> {
  const dockerfile = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
  const [, entrypoint = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? [];
  const words: readonly string[] = JSON.parse(entrypoint);
  return words.filter((word) => word.startsWith('--'));
}
