import { nearestName } from '../fargate/nearest-name.ts';

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
