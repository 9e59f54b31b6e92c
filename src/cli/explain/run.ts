import type { Command } from 'commander';
import { Field } from '../../documents/field.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { explain } from '../../inspection/explanation.ts';
import {
  joinSubjects,
  readSubject,
  type SubjectContext,
  type SubjectProblem,
  type Subjects,
} from '../../inspection/subjects.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import { ProfileLoadError } from '../../profiles/source.ts';
import { loadClusterProfiles } from '../shared/cluster-profiles.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { readFromFiles } from '../shared/read-subjects.ts';
import { printable } from '../shared/terminal-text.ts';
import { type ExplainRequest, type ObjectsToExplain, readRequest } from './request.ts';
import type { Target } from './target.ts';

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
  const explanations = subjects.map((subject) => explain(subject, profiles.profiles, request.policy));
  const written = subjects.length === 0 ? EXIT.ok : await writeOutputs(explanations, request, terminal);
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
    const kind = profileOrigin.kind === 'files' ? 'unusable' : 'unanswered';
    return { kind: 'failed', problem: { kind, message: error.message } };
  }
}

function readSubjects(request: ExplainRequest, terminal: Terminal): Promise<Subjects> {
  const { from } = request;
  return from.kind === 'files'
    ? readFromFiles({ ...from, make: (subject) => subject }, request, terminal)
    : readFromCluster(from, request, terminal);
}

/** Reads each object with the rights of the kubeconfig's user, which need `get` on it and no more. */
async function readFromCluster(
  { targets }: ObjectsToExplain,
  { namespace, kinds, cluster: { context, kubeconfig } }: ExplainRequest,
  { environment }: Terminal,
): Promise<Subjects> {
  // The client takes half a second to load: who explains files does not wait for it.
  const { openCluster } = await import('../../kubernetes/cluster.ts');
  try {
    const cluster = openCluster({ environment, context, path: kubeconfig });
    const read = (target: Target) => readTarget(cluster, target, { namespace: namespace ?? cluster.namespace, kinds });
    return joinSubjects(await Promise.all(targets.map(read)));
  } catch (error) {
    return { subjects: [], problems: [problemOf(error)] };
  }
}

type Reading = Pick<SubjectContext, 'namespace' | 'kinds'>;

async function readTarget(cluster: Cluster, { resource, name }: Target, reading: Reading): Promise<Subjects> {
  try {
    const { namespace } = reading;
    const document = new Field(await cluster.read({ resource, namespace, name }));
    return readSubject(document, { ...reading, from: `${resource.singular} ${name}` });
  } catch (error) {
    return { subjects: [], problems: [problemOf(error)] };
  }
}

/** What the cluster refuses or leaves unanswered is no mistake in what the user wrote. */
function problemOf(error: unknown): SubjectProblem {
  if (!(error instanceof ClusterError)) throw error;
  const { message, problem } = error;
  return { kind: problem === 'failed' ? 'unanswered' : 'unusable', message };
}

function report(problems: readonly SubjectProblem[], { printError }: Terminal): number {
  // A cluster that does not answer gives the same problem for each object.
  for (const message of new Set(problems.map((problem) => problem.message))) printError(`${printable(message)}\n`);
  if (problems.some(({ kind }) => kind === 'unanswered')) return EXIT.failure;
  return problems.some(({ kind }) => kind === 'unusable') ? EXIT.usage : EXIT.ok;
}
