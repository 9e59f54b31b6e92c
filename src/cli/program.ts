import { basename } from 'node:path';
import { Command, CommanderError } from 'commander';
import { isSingleExecutable } from '../runtime/shipped-file.ts';
import { auditCommand } from './audit/command.ts';
import { certsCommands } from './certs/command.ts';
import { checkCommand } from './check/command.ts';
import { completionCommand } from './completion/command.ts';
import { configCommand } from './config/command.ts';
import { demoCommand } from './demo/command.ts';
import { explainCommand } from './explain/command.ts';
import { planCommand } from './plan/command.ts';
import { playgroundCommand } from './playground/command.ts';
import { policiesCommand } from './policies/command.ts';
import { serveCommand } from './serve/command.ts';
import { type CliCommand, type CommandGroup, EXIT, EXIT_CODES, isGroup, type Terminal } from './shared/command.ts';
import { packageVersion } from './shared/package-version.ts';
import { printable } from './shared/terminal-text.ts';
import { whyCommand } from './why/command.ts';

/** In the order in which `--help` lists them. */
export const COMMANDS: readonly (CliCommand | CommandGroup)[] = [
  serveCommand,
  checkCommand,
  explainCommand,
  whyCommand,
  auditCommand,
  planCommand,
  policiesCommand,
  playgroundCommand,
  configCommand,
  certsCommands,
  completionCommand,
  // Its examples are for curl too, which cannot read them in a single executable.
  ...(isSingleExecutable() ? [] : [demoCommand]),
];

/** Runs the command that the arguments name. Resolves to the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(terminal, async (command, subcommand) => {
    exitCode = await command.run(subcommand, terminal);
  });
  if (args[0] === COMPLETE) {
    const { complete } = await import('./completion/complete.ts');
    terminal.print(await complete(program, args.slice(1), terminal));
    return EXIT.ok;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return exitCode;
}

type Perform = (command: CliCommand, subcommand: Command) => Promise<void>;

function addGroup(program: Command, { name, summary, commands }: CommandGroup, perform: Perform): void {
  const group = program.command(name).summary(summary).description(`${summary}.`);
  for (const command of commands) addCommand(group, command, perform);
}

function addCommand(parent: Command, command: CliCommand, perform: Perform): void {
  const subcommand = parent.command(command.name, { hidden: command.isHidden ?? false }).summary(command.summary);
  subcommand.description(`${command.summary}.`);
  command.configure(subcommand);
  subcommand.addHelpText('after', `\n${EXIT_CODES}`);
  subcommand.action(() => perform(command, subcommand));
}

/** Asks for the completion of the arguments that follow, as shells and kubectl do. */
const COMPLETE = '__complete';

/**
 * The arguments of a program by the name that it is started by: kubectl asks `kubectl_complete-fargate` to complete those of
 * its plugin. Source: kubectl, `pkg/cmd/plugin/plugin_completion.go`.
 */
export function programArguments(args: readonly string[], path = ''): readonly string[] {
  return basename(path).startsWith('kubectl_complete-fargate') ? [COMPLETE, ...args] : args;
}

/** kubectl runs a file `kubectl-fargate` as `kubectl fargate`. Source: Kubernetes, "Extend kubectl with plugins". */
export function programName(path = ''): string {
  return basename(path).startsWith('kubectl-fargate') ? 'kubectl fargate' : 'fargate-admission';
}

/** With every command, and what is done with the one that the arguments name. */
export function createProgram(
  { programName: name, print, printError }: Pick<Terminal, 'programName' | 'print' | 'printError'>,
  perform: Perform,
): Command {
  const program = new Command(name)
    .description('Predicts which pods run on Amazon EKS Fargate, and rejects broken Fargate profiles at kubectl apply.')
    .version(packageVersion())
    .configureOutput({
      writeOut: print,
      writeErr: printError,
      outputError: (text, write) => write(printableError(text)),
    })
    .exitOverride();
  for (const entry of COMMANDS) {
    if (isGroup(entry)) addGroup(program, entry, perform);
    else addCommand(program, entry, perform);
  }
  return program;
}

/** An error of commander quotes the argument. A suggestion follows on a line of its own. */
function printableError(text: string): string {
  return `${text.trimEnd().split(BEFORE_SUGGESTION).map(printable).join('\n')}\n`;
}

const BEFORE_SUGGESTION = /\n(?=\(Did you mean )/;
