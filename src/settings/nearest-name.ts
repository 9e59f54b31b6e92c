interface NearestName {
  readonly name: string;
  /** How many characters have to be added, removed or replaced (Levenshtein). */
  readonly distance: number;
}

/** Of known names, the one that a misspelt name is most likely for. */
export function nearestName(name: string, known: readonly string[]): NearestName {
  return known
    .map((candidate) => ({ name: candidate, distance: editDistance(name, candidate) }))
    .reduce((best, each) => (each.distance < best.distance ? each : best), { name: '', distance: Infinity });
}

/** Names are short; what is cut off of a long one makes no other name the nearest. */
const MAX_COMPARED = 100;

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of [...from.slice(0, MAX_COMPARED)].entries()) {
    const next = [index + 1];
    for (let column = 0; column < to.length; column += 1) {
      const replaced = (row[column] ?? 0) + (character === to[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The prefix of every environment variable that holds a setting. */
const PREFIX = 'FARGATE_ADMISSION_';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with the variables that begin as settings do and are none: a line each. */
export function unknownVariables(environment: Environment, known: readonly string[]): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value = '']) => name.startsWith(PREFIX) && value !== '' && !known.includes(name))
    .filter(([name, value = '']) => !isServiceVariable(name, value))
    .map(([name]) => `${name}: no such setting; the nearest name is ${nearestName(name, known).name}. ${EXCEPTION}`);
}

const EXCEPTION =
  'Only the variables that Kubernetes sets for a Service, such as FARGATE_ADMISSION_SERVICE_HOST, may begin like settings';

const OF_SERVICE = /_SERVICE_HOST$|_SERVICE_PORT(_[A-Z0-9_]+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;

/**
 * Kubernetes sets these in each pod for each Service of its namespace, named after the Service, unless the pod says
 * `enableServiceLinks: false`. Source: Kubernetes, "Service", environment variables.
 */
function isServiceVariable(name: string, value: string): boolean {
  return OF_SERVICE.test(name) || (name.endsWith('_PORT') && /^(tcp|udp|sctp):\/\//.test(value));
}
