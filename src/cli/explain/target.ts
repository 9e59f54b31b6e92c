import { Field } from '../../documents/field.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import { ClusterError } from '../../kubernetes/cluster-error.ts';
import {
  findWorkloadResource,
  WORKLOAD_RESOURCES,
  type WorkloadResource,
} from '../../kubernetes/workload-resources.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import {
  joinSubjects,
  readSubject,
  type SubjectContext,
  type SubjectProblem,
  type Subjects,
} from '../shared/subjects.ts';
import type { ExplainRequest, ObjectsToExplain } from './request.ts';

/** An object to be read from a cluster. */
export interface Target {
  readonly resource: WorkloadResource;
  readonly name: string;
}

type ParsedTarget =
  | { readonly kind: 'parsed'; readonly target: Target }
  /** One line that begins with what the user wrote. */
  | { readonly kind: 'refused'; readonly problem: string };

/** `deployment/web`, with the kind as kubectl takes it. */
export function parseTarget(text: string): ParsedTarget {
  const [kind = '', name, ...rest] = text.split('/');
  if (name === undefined || rest.length > 0 || !isPathSegment(name)) {
    return refused(text, 'expected KIND/NAME, such as deployment/web; a file is named by -f');
  }
  const resource = findWorkloadResource(kind);
  if (resource !== undefined) return { kind: 'parsed', target: { resource, name } };
  const known = WORKLOAD_RESOURCES.map(({ singular }) => singular).join(', ');
  return refused(text, `${JSON.stringify(kind)} is no kind of workload; those are ${known}`);
}

/** Source: Kubernetes, "Object Names and IDs", path segment names. */
function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('%');
}

function refused(text: string, problem: string): ParsedTarget {
  return { kind: 'refused', problem: `${JSON.stringify(text)}: ${problem}` };
}

/** Reads each object with the rights of the kubeconfig's user, which need `get` on it and no more. */
export async function readFromCluster(
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
    return readSubject(document, { ...reading, originOf: () => `${resource.singular} ${name}`, location: undefined });
  } catch (error) {
    return { subjects: [], problems: [problemOf(error)] };
  }
}

/** What the cluster refuses or leaves unanswered is no mistake in what the user wrote. */
export function problemOf(error: unknown): SubjectProblem {
  if (!(error instanceof ClusterError)) throw error;
  const { message, problem } = error;
  return { message, exitCode: problem === 'failed' ? EXIT.failure : EXIT.usage };
}
