import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { playgroundPage } from '../../playground/shipped-page.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { reportProblems, whileReportingFailures } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { type PlaygroundRequest, readRequest } from './request.ts';

/** Writes the page. Resolves to the exit code: 2 for bad usage and for a file that cannot be written, 1 where no browser opens it. */
export async function runPlayground(command: Command, terminal: Terminal): Promise<number> {
  const result = readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems, terminal);
  return whileReportingFailures(terminal, () => writePage(result.request, terminal));
}

async function writePage({ file, isOpened }: PlaygroundRequest, terminal: Terminal): Promise<number> {
  const { html } = playgroundPage();
  if (file === undefined && !isOpened) {
    terminal.print(html);
    return EXIT.ok;
  }
  const path = resolve(file ?? join(await mkdtemp(join(tmpdir(), 'fargate-admission-')), 'playground.html'));
  try {
    await writeFile(path, html);
  } catch (error) {
    return reportProblems([`cannot write ${path}: ${reasonOf(error)}`], terminal);
  }
  return isOpened ? open(path, terminal) : EXIT.ok;
}

/** Without a shell, so that nothing of the path is read as a command. */
async function open(path: string, { environment, print, printError }: Terminal): Promise<number> {
  const [program, ...args] = OPENERS[process.platform] ?? OTHER_OPENER;
  const child = spawn(program, [...args, path], { env: environment, stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch (error) {
    printError(`${printable(`cannot run ${program}: ${reasonOf(error)}; open ${path} in a browser`)}\n`);
    return EXIT.failure;
  }
  child.unref();
  print(`${printable(path)}\n`);
  return EXIT.ok;
}

/** What opens a file with the program that the user has chosen for it. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const OTHER_OPENER = ['xdg-open'] as const;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
