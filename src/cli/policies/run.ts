import type { Command } from 'commander';
import { policyProblems } from '../../policies/limits.ts';
import { whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { loadClusterProfiles } from '../shared/cluster-profiles.ts';
import type { Terminal } from '../shared/command.ts';
import { isGiven } from '../shared/flags.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { createCompiler } from './compiler.ts';
import { printCoverage } from './coverage-table.ts';
import { POLICIES_SWITCHES, type PoliciesRequest, readRequest } from './request.ts';

/**
 * Prints the policies, or keeps them up to date. Resolves to the exit code: 2 for bad usage and for profiles that no policy can hold, 1 for what a cluster
 * or EKS did not answer or allow, 0 otherwise.
 */
export async function runPolicies(command: Command, terminal: Terminal): Promise<number> {
  if (isGiven(command, POLICIES_SWITCHES.explain)) return printCoverage(terminal);
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  const { repetition } = request;
  return whileReportingClusterFailures(request, terminal, async () => {
    if (repetition === undefined) return printPolicies(request, terminal);
    const { repeatPolicies } = await import('./repeat.ts');
    return repeatPolicies(request, repetition, terminal);
  });
}

async function printPolicies(request: PoliciesRequest, terminal: Terminal): Promise<number> {
  const { profileOrigin, options, outputs } = request;
  const cluster = profileOrigin.kind === 'resources' ? await openChosenCluster(request, terminal) : undefined;
  const profiles = await loadClusterProfiles(profileOrigin, cluster?.api, terminal);
  const compile = await createCompiler(options, (text) => terminal.printError(`note: ${text}\n`));
  const objects = compile(profiles);
  const problems = policyProblems(profiles, objects);
  if (problems.length > 0) return reportProblems(problems.map(printable), terminal);
  return writeOutputs(objects, { outputs }, terminal);
}
