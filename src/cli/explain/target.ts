import {
  findWorkloadResource,
  WORKLOAD_RESOURCES,
  type WorkloadResource,
} from '../../kubernetes/workload-resources.ts';

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
