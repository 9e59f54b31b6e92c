import type { Command } from 'commander';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { loadClusterProfiles } from '../shared/cluster-profiles.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { readFromFiles, type SubjectProblem, type Subjects } from '../shared/subjects.ts';
import { printable } from '../shared/terminal-text.ts';
import { explain } from './explanation.ts';
import { type ExplainRequest, readRequest } from './request.ts';
import { problemOf, readFromCluster } from './target.ts';

/**
 * Explains everything that can be read, and reports what cannot. Resolves to the exit code: 2 where the user has to change
 * something (flags, a file that cannot be read, an object that does not exist), 1 where a cluster or EKS did not answer
 * or did not allow it, 0 otherwise.
 */
export async function runExplain(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  const [profiles, { subjects, problems }] = await Promise.all([
    readProfiles(request, terminal),
    readSubjects(request, terminal),
  ]);
  if (profiles.kind === 'failed') return report([...problems, profiles.problem], terminal);
  const explanations = subjects.map((subject) => explain(subject, profiles.profiles));
  const written = subjects.length === 0 ? EXIT.ok : await writeOutputs(explanations, request.outputs, terminal);
  return report(problems, terminal) || written;
}

type LoadedProfiles =
  | { readonly kind: 'loaded'; readonly profiles: ProfileSet }
  | { readonly kind: 'failed'; readonly problem: SubjectProblem };

async function readProfiles({ profileOrigin, cluster }: ExplainRequest, terminal: Terminal): Promise<LoadedProfiles> {
  try {
    const opened = profileOrigin.kind === 'resources' ? await openChosenCluster(cluster, terminal) : undefined;
    return { kind: 'loaded', profiles: await loadClusterProfiles(profileOrigin, opened?.api, terminal) };
  } catch (error) {
    if (!(error instanceof ProfileLoadError)) return { kind: 'failed', problem: problemOf(error) };
    const exitCode = profileOrigin.kind === 'files' ? EXIT.usage : EXIT.failure;
    return { kind: 'failed', problem: { message: error.message, exitCode } };
  }
}

function readSubjects(request: ExplainRequest, terminal: Terminal): Promise<Subjects> {
  const { from } = request;
  return from.kind === 'files' ? readFromFiles(from, request, terminal) : readFromCluster(from, request, terminal);
}

function report(problems: readonly SubjectProblem[], { printError }: Terminal): number {
  // A cluster that does not answer gives the same problem for each object.
  for (const message of new Set(problems.map((problem) => problem.message))) printError(`${printable(message)}\n`);
  if (problems.some(({ exitCode }) => exitCode === EXIT.failure)) return EXIT.failure;
  return problems.some(({ exitCode }) => exitCode === EXIT.usage) ? EXIT.usage : EXIT.ok;
}
