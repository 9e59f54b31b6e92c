import fc from 'fast-check';
import { Field } from '../../../src/documents/field.ts';
import type { ProfileSet } from '../../../src/fargate/profile-set.ts';
import { createPodMutator } from '../../../src/webhook/admission/mutate-pod.ts';
import { newPod, PROFILE_LABEL } from '../generated-pods.ts';
import { profilesOf, request } from '../reviews.ts';

type Annotations = Readonly<Record<string, string>>;

const quantities = fc.record(
  {
    cpu: fc.constantFrom('1m', '70m', '180m', '250m', '0.3', '1', '2500m'),
    memory: fc.constantFrom('1', '100m', '256Mi', '768Mi', '1792Mi', '1.5Gi', '2G', '7.75Gi'),
  },
  { requiredKeys: [] },
);

/** Of requests and limits at least one is often absent. Equal where both are there: a limit below a request is refused. */
const resources = fc.oneof(
  fc.record({ requests: quantities }),
  fc.record({ limits: quantities }),
  quantities.map((both) => ({ requests: both, limits: both })),
  fc.constant({}),
);

const image = 'registry.example.com/app';
const container = fc.record({ resources }).map((parts) => ({ image, ...parts }));
const initContainer = fc
  .record({ resources, isSidecar: fc.boolean() })
  .map(({ isSidecar, ...parts }) => ({ image, ...parts, ...(isSidecar && { restartPolicy: 'Always' }) }));

/** Each of these takes most other decisions out of play. */
const rarely = fc.integer({ min: 0, max: 7 }).map((number) => number === 0);

const shape = fc.record({
  containers: fc.array(container, { maxLength: 3 }),
  initContainers: fc.array(initContainer, { maxLength: 4 }),
  isTakenByEks: rarely,
  staysOptedOut: rarely,
  hasNode: rarely,
  owner: fc.constantFrom(undefined, undefined, undefined, undefined, 'ReplicaSet', 'ReplicaSet', 'DaemonSet'),
  isController: fc.boolean(),
  hasPodLevel: rarely,
});

/** Leftovers of another prediction, and a foreign one. */
const stale = (prefixes: readonly string[]) =>
  fc.dictionary(
    fc.constantFrom(
      ...prefixes.flatMap((prefix) => [`${prefix}/profile`, `${prefix}/selector`, `${prefix}/capacity`]),
      'team',
    ),
    fc.constantFrom('old', '0', ''),
    { maxKeys: 4 },
  );

/** The pods of the agreement property, with everything else that the annotations depend on. */
export function richPod(prefixes: readonly string[]) {
  return fc.tuple(newPod, shape, stale(prefixes)).map(([made, parts, left]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'pod',
      namespace: made.namespace,
      labels: { ...made.labels, ...(made.wish === undefined ? {} : { [PROFILE_LABEL]: made.wish }) },
      annotations: annotationsOf(left, made.isOptedOut && parts.staysOptedOut),
      ...(parts.owner !== undefined && { ownerReferences: [ownerOf(parts.owner, parts.isController)] }),
    },
    spec: {
      schedulerName: parts.isTakenByEks && made.wish !== undefined ? 'fargate-scheduler' : made.schedulerName,
      containers: [{ image, resources: { requests: made.requests } }, ...parts.containers].map(named('main')),
      initContainers: parts.initContainers.map(named('init')),
      ...(parts.hasNode && { nodeName: 'ip-10-0-0-1' }),
      ...(parts.hasPodLevel && { resources: { requests: { cpu: '25', memory: '110Gi' } } }),
    },
  }));
}

function annotationsOf(left: Annotations, isOptedOut: boolean): Annotations {
  return isOptedOut ? { ...left, 'eks.amazonaws.com/compute-type': 'ec2' } : left;
}

function ownerOf(kind: string, controller: boolean): object {
  return { apiVersion: 'apps/v1', kind, name: 'set', uid: '705ab4f5-6393-11e8-b7cc-42010a800002', controller };
}

function named(prefix: string) {
  return (parts: object, index: number): object => ({ name: `${prefix}-${index}`, ...parts });
}

/** A pod as it came to admission: what the API server answers, with the annotations as they were sent. */
export function withAnnotations(pod: unknown, annotations: Annotations): object {
  const object = new Field(pod);
  const metadata = Object.fromEntries(
    object
      .get('metadata')
      .entries()
      .map(([key, field]) => [key, field.value]),
  );
  return {
    ...Object.fromEntries(object.entries().map(([key, field]) => [key, field.value])),
    metadata: { ...metadata, annotations },
  };
}

interface Reviewed {
  readonly prefix: string;
  readonly profiles: ProfileSet;
  readonly namespace: string;
}

/** What the pod's annotations are once the webhook has patched it. */
export function annotationsByWebhook(pod: object, { prefix, profiles, namespace }: Reviewed): Annotations {
  const mutate = createPodMutator({
    profiles: profilesOf(profiles),
    annotationPrefix: prefix,
    isEksWebhookPresent: () => false,
  });
  const { response } = mutate(request({ object: pod, namespace }));
  const operations: unknown = JSON.parse(Buffer.from(response.patch ?? '', 'base64').toString() || '[]');
  const annotations = new Map(Object.entries(new Field(pod).get('metadata').get('annotations').stringMap()));
  for (const operation of new Field(operations).list()) apply(operation, annotations);
  return Object.fromEntries(annotations);
}

function apply(operation: Field, annotations: Map<string, string>): void {
  const key = (operation.get('path').string() ?? '')
    .replace('/metadata/annotations', '')
    .slice(1)
    .replaceAll('~1', '/');
  const value = operation.get('value');
  if (operation.get('op').value === 'remove') annotations.delete(key);
  else if (key === '') for (const [name, text] of Object.entries(value.stringMap())) annotations.set(name, text);
  else annotations.set(key, value.string() ?? '');
}
