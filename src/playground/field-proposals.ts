import { valueAt } from '../documents/edit/change.ts';
import { isObject } from '../documents/field.ts';
import { ALLOWED_CAPABILITIES } from '../fargate/container-compatibility.ts';
import type { FindingCode } from '../fargate/finding.ts';
import { COMPUTE_TYPE_ANNOTATION } from '../fargate/prediction.ts';
import { endsWith, type Found, type Proposal, parentOf, podField } from './proposal.ts';

type Propose = (found: Found) => Proposal | undefined;

/** What a finding says to remove or to set, where it says exactly what. */
export const FIELD_PROPOSALS: Partial<Record<FindingCode, Propose>> = {
  'host-network': removesHostNetwork,
  'host-pid': removes('hostPID'),
  'host-ipc': removes('hostIPC'),
  privileged: removes('privileged'),
  'privilege-escalation': removes('allowPrivilegeEscalation'),
  capabilities: changesCapabilities,
  'host-port': removesHostPort,
  'node-selector': removesFrom('nodeSelector', 'Remove the label from nodeSelector'),
  'node-affinity': removesIn('nodeAffinity', ['requiredDuringSchedulingIgnoredDuringExecution']),
  'pod-affinity': removesIn('affinity', ['podAffinity', 'podAntiAffinity']),
  sysctl: removesSysctl,
  'mount-propagation': removes('mountPropagation'),
  'runtime-class': removes('runtimeClassName'),
  'user-namespace': removes('hostUsers'),
  'proc-mount': removes('procMount'),
  'localhost-profile': usesRuntimeDefault,
  'scheduler-name': removes('schedulerName'),
  'node-name': removes('nodeName'),
  'fargate-toleration': removesFrom('tolerations', 'Remove the toleration'),
  'topology-spread': removes('topologySpreadConstraints'),
  'extended-resource': runsOnEc2,
  windows: runsOnEc2,
  'host-process': runsOnEc2,
  'resource-claims': runsOnEc2,
};

/** The finding is about the field of that name. */
function removes(name: string): Propose {
  return ({ finding: { field } }) =>
    endsWith(field, name) ? { title: `Remove ${name}`, changes: [{ kind: 'remove', path: field }] } : undefined;
}

/** The finding is about an entry of the map or list of that name. */
function removesFrom(name: string, title: string): Propose {
  return ({ finding: { field } }) =>
    endsWith(parentOf(field), name) ? { title, changes: [{ kind: 'remove', path: field }] } : undefined;
}

/** The finding is about the map of that name. */
function removesIn(name: string, keys: readonly string[]): Propose {
  return ({ finding: { field }, object }) => {
    const value = valueAt(object, field);
    const present = keys.filter((key) => isObject(value) && Object.hasOwn(value, key));
    if (!endsWith(field, name) || present.length === 0) return undefined;
    const changes = present.map((key) => ({ kind: 'remove', path: field.to(key) }) as const);
    return { title: `Remove ${present.join(' and ')}`, changes };
  };
}

/** And the ports of the node, which such a pod may name and another may not. */
function removesHostNetwork(found: Found): Proposal | undefined {
  const { field } = found.finding;
  if (!endsWith(field, 'hostNetwork')) return undefined;
  const { containers, initContainers } = found.explanation.workload.pod;
  const lists = { containers, initContainers };
  const ports = (['containers', 'initContainers'] as const).flatMap((list) =>
    lists[list].flatMap((container, index) =>
      container.ports.flatMap((_, port) => podField(found, 'spec', list, index, 'ports', port) ?? []),
    ),
  );
  const hostPorts = ports.flatMap((port) => hostPortFields(found.object, port));
  const title = `Remove hostNetwork${hostPorts.length === 0 ? '' : ' and the ports of the node'}`;
  return { title, changes: [field, ...hostPorts].map((path) => ({ kind: 'remove', path })) };
}

function removesHostPort({ finding: { field }, object }: Found): Proposal | undefined {
  const fields = hostPortFields(object, field);
  if (fields.length === 0) return undefined;
  const names = fields.map(({ segments }) => segments.at(-1)).join(' and ');
  return { title: `Remove ${names}`, changes: fields.map((path) => ({ kind: 'remove', path })) };
}

function hostPortFields(object: unknown, port: Found['finding']['field']): readonly Found['finding']['field'][] {
  const value = valueAt(object, port);
  return ['hostPort', 'hostIP']
    .filter((key) => isObject(value) && Object.hasOwn(value, key))
    .map((key) => port.to(key));
}

/** `CAP_CHOWN` is allowed as `CHOWN`. From the last to the first, so that the indexes stay what they are. */
function changesCapabilities({ finding: { field }, object }: Found): Proposal | undefined {
  const added = valueAt(object, field);
  if (!endsWith(field, 'add') || !Array.isArray(added)) return undefined;
  const names = added.map(String);
  const refused = [...names.entries()].filter(([, name]) => !ALLOWED_CAPABILITIES.has(name)).toReversed();
  const changes = refused.map(([index, name]) => {
    const short = name.replace(/^CAP_/, '');
    const isKept = ALLOWED_CAPABILITIES.has(short) && !names.includes(short);
    const path = field.to(index);
    return isKept ? ({ kind: 'set', path, value: short } as const) : ({ kind: 'remove', path } as const);
  });
  const title = changes.every(({ kind }) => kind === 'set')
    ? 'Write the capabilities without CAP_'
    : `Remove the capabilities that Fargate refuses`;
  return { title, changes };
}

/** The finding is about its name. */
function removesSysctl({ finding: { field } }: Found): Proposal | undefined {
  const sysctl = parentOf(field);
  if (!endsWith(field, 'name') || !endsWith(parentOf(sysctl), 'sysctls')) return undefined;
  return { title: 'Remove the sysctl', changes: [{ kind: 'remove', path: sysctl }] };
}

function usesRuntimeDefault({ finding: { field }, object }: Found): Proposal | undefined {
  const profile = valueAt(object, field);
  if (!isObject(profile) || profile['type'] !== 'Localhost') return undefined;
  const removed = Object.hasOwn(profile, 'localhostProfile') ? [field.to('localhostProfile')] : [];
  return {
    title: 'Use RuntimeDefault',
    changes: [
      { kind: 'set', path: field.to('type'), value: 'RuntimeDefault' },
      ...removed.map((path) => ({ kind: 'remove', path }) as const),
    ],
  };
}

function runsOnEc2(found: Found): Proposal | undefined {
  const path = podField(found, 'metadata', 'annotations');
  if (path === undefined) return undefined;
  return {
    title: `Add the annotation ${COMPUTE_TYPE_ANNOTATION}: ec2`,
    changes: [{ kind: 'put', path, key: COMPUTE_TYPE_ANNOTATION, value: 'ec2' }],
  };
}
