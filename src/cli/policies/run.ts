import type { Command } from 'commander';
import { compilePolicies } from '../../policies/compile.ts';
import { policyProblems } from '../../policies/limits.ts';
import { findsNearMisses, MAX_NEAR_MISS_PAIRS } from '../../policies/near-miss-rule.ts';
import { whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { loadClusterProfiles } from '../shared/cluster-profiles.ts';
import type { Terminal } from '../shared/command.ts';
import { isGiven } from '../shared/flags.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { printCoverage } from './coverage-table.ts';
import { readProfilePolicySpec } from './profile-policy-spec.ts';
import { POLICIES_SWITCHES, type PoliciesRequest, readRequest } from './request.ts';

/**
 * Prints the policies. Resolves to the exit code: 2 for bad usage and for profiles that no policy can hold, 1 for what a cluster
 * or EKS did not answer or allow, 0 otherwise.
 */
export async function runPolicies(command: Command, terminal: Terminal): Promise<number> {
  if (isGiven(command, POLICIES_SWITCHES.explain)) return printCoverage(terminal);
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  return whileReportingClusterFailures(request, terminal, () => printPolicies(request, terminal));
}

async function printPolicies(request: PoliciesRequest, terminal: Terminal): Promise<number> {
  const { profileOrigin, options, outputs } = request;
  const cluster = profileOrigin.kind === 'resources' ? await openChosenCluster(request, terminal) : undefined;
  const profiles = await loadClusterProfiles(profileOrigin, cluster?.api, terminal);
  const objects = compilePolicies(profiles, { ...options, profilePolicySpec: await readProfilePolicySpec() });
  const problems = policyProblems(profiles, objects);
  if (problems.length > 0) return reportProblems(problems.map(printable), terminal);
  if (options.parts.has('warn') && !findsNearMisses(profiles)) {
    terminal.printError(
      `note: near-miss is not compiled: the profiles have more than ${MAX_NEAR_MISS_PAIRS} label pairs\n`,
    );
  }
  return writeOutputs(objects, { outputs }, terminal);
}
