import type { Field } from '../../documents/field.ts';
import { quoted } from '../scheduling-messages.ts';

/** A container that does not do what it is meant to. */
export interface ContainerProblem {
  readonly container: string;
  /** What the kubelet says: `ImagePullBackOff`, `CrashLoopBackOff`, `Error`, `NotReady`. */
  readonly reason: string;
  /** Empty where the kubelet says nothing. */
  readonly message: string;
  readonly restarts: number;
}

/** Those of a pod that has a node and has not finished; init containers first. @throws FieldTypeError */
export function containerProblems(pod: Field): readonly ContainerProblem[] {
  const status = pod.get('status');
  const init = status.get('initContainerStatuses').list();
  const main = status.get('containerStatuses').list();
  return [...init.flatMap((one) => problemOf(one, true)), ...main.flatMap((one) => problemOf(one, false))];
}

/** A container that waits for these is on its way. Source: kubelet. */
const STARTING: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

function problemOf(status: Field, isInit: boolean): readonly ContainerProblem[] {
  const state = status.get('state');
  const [waiting, terminated] = [state.get('waiting'), state.get('terminated')];
  if (waiting.isPresent) return waitingProblem(status, waiting);
  if (terminated.isPresent) {
    if (terminated.get('exitCode').number() === 0) return [];
    return [problem(status, terminated.get('reason').string() ?? 'Error', describeEnd(terminated))];
  }
  const isUnready = state.get('running').isPresent && !isInit && !status.get('ready').boolean();
  return isUnready ? [problem(status, 'NotReady', 'it runs, and its readiness probe has not succeeded')] : [];
}

/** A container that ended for lack of memory waits for its next start like any other: the end says more. */
function waitingProblem(status: Field, waiting: Field): readonly ContainerProblem[] {
  const reason = waiting.get('reason').string() ?? '';
  if (STARTING.has(reason)) return [];
  const last = status.get('lastState').get('terminated');
  if (!last.isPresent) return [problem(status, reason, waiting.get('message').string())];
  const isOutOfMemory = last.get('reason').string() === OUT_OF_MEMORY;
  return [problem(status, isOutOfMemory ? OUT_OF_MEMORY : reason, `it last ended with ${describeEnd(last)}`)];
}

const OUT_OF_MEMORY = 'OOMKilled';

function describeEnd(terminated: Field): string {
  const exitCode = `exit code ${terminated.get('exitCode').number() ?? 0}`;
  const message = quoted(terminated.get('message').string() ?? '');
  return message === '' ? exitCode : `${exitCode}: ${message}`;
}

function problem(status: Field, reason: string, message = ''): ContainerProblem {
  return {
    container: status.get('name').string() ?? '',
    reason,
    message: quoted(message),
    restarts: status.get('restartCount').number() ?? 0,
  };
}

/** What a person does about it. */
export function containerFix({ container, reason }: ContainerProblem, podName: string, namespace: string): string {
  switch (reason) {
    case 'ImagePullBackOff':
    case 'ErrImagePull':
    case 'InvalidImageName':
      return `correct the image of container ${container}; the subnets of the profile need a route to its registry, and the pod execution role the right to pull from Amazon ECR`;
    case 'CreateContainerConfigError':
      return `create the ConfigMap, Secret or key that container ${container} names`;
    case OUT_OF_MEMORY:
      return `raise the memory request and limit of container ${container}: it needs more than it may use`;
    case 'CrashLoopBackOff':
    case 'Error':
      return `see why container ${container} ends: kubectl logs ${podName} -n ${namespace} -c ${container} --previous`;
    default:
      return `see what the kubelet says of container ${container}: kubectl describe pod ${podName} -n ${namespace}`;
  }
}
