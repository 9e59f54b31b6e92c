import { basename } from 'node:path';
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check.ts';
import { type CliCommand, EXIT, type Terminal } from './command.ts';
import { demoCommand } from './demo.ts';
import { explainCommand } from './explain.ts';
import { packageVersion } from './package-version.ts';
import { serveCommand } from './serve.ts';

const COMMANDS: readonly CliCommand[] = [serveCommand, checkCommand, explainCommand, demoCommand];

/** Runs the command that the arguments name. Resolves to the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(terminal);
  for (const command of COMMANDS) {
    const subcommand = program.command(command.name, { hidden: command.isHidden ?? false }).summary(command.summary);
    subcommand.description(`${command.summary}.`);
    command.configure(subcommand);
    subcommand.action(async () => {
      exitCode = await command.run(subcommand, terminal);
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return exitCode;
}

/** kubectl runs a file `kubectl-fargate` as `kubectl fargate`. Source: Kubernetes, "Extend kubectl with plugins". */
export function programName(path = ''): string {
  return basename(path).startsWith('kubectl-fargate') ? 'kubectl fargate' : 'fargate-admission';
}

function createProgram({ programName: name, print, printError }: Terminal): Command {
  return new Command(name)
    .description('Predicts which pods run on Amazon EKS Fargate, and rejects broken Fargate profiles at kubectl apply.')
    .version(packageVersion())
    .configureOutput({ writeOut: print, writeErr: printError })
    .exitOverride();
}
