import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Controllers } from '../../src/audit/controllers.ts';
import { judgePod } from '../../src/audit/judge.ts';
import { Field } from '../../src/documents/field.ts';
import { parseClusterPod } from '../../src/documents/workloads/cluster-pod.ts';
import { createPodMutator } from '../../src/webhook/admission/mutate-pod.ts';
import { clusterFacts } from '../support/audit/cluster-facts.ts';
import { type NewPod, newPod, PROFILE_LABEL, profiles } from '../support/generated-pods.ts';
import { profileSet } from '../support/profiles.ts';
import { profilesOf, request } from '../support/reviews.ts';

interface Placing {
  readonly schedulerName?: string;
  readonly nodeName?: string;
  readonly profile?: string;
  readonly provisioned?: string;
}

/** As its controller makes it, and as EKS and a scheduler leave it. */
function document(made: NewPod, { profile: chosen = made.wish, provisioned, ...spec }: Placing = {}): object {
  const optOut = made.isOptedOut ? { 'eks.amazonaws.com/compute-type': 'ec2' } : {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'pod',
      namespace: made.namespace,
      labels: { ...made.labels, ...(chosen === undefined ? {} : { [PROFILE_LABEL]: chosen }) },
      annotations: { ...optOut, ...(provisioned === undefined ? {} : { CapacityProvisioned: provisioned }) },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'set', controller: true }],
    },
    spec: {
      schedulerName: made.schedulerName,
      containers: [{ name: 'main', resources: { requests: made.requests } }],
      ...spec,
    },
    status: { phase: 'Running' },
  };
}

interface Said {
  /** Which will take the pod; undefined for none. */
  readonly profile: string | undefined;
  /** In EKS's words; undefined off Fargate, and where no size is large enough. */
  readonly capacity: string | undefined;
}

/** What the webhook says of the pod, and writes on it. */
function webhookSays(made: NewPod, set: ReturnType<typeof profileSet>): Said {
  const mutate = createPodMutator({
    profiles: profilesOf(set),
    annotationPrefix: 'fargate-admission',
    isEksWebhookPresent: () => false,
  });
  const { response } = mutate(request({ object: document(made), namespace: made.namespace }));
  const operations: unknown = JSON.parse(Buffer.from(response.patch ?? '', 'base64').toString() || '[]');
  const written = new Field(operations).list().flatMap((operation) => entriesOf(operation));
  return {
    profile: response.auditAnnotations?.['profile'],
    capacity: written.find(([key]) => key === 'fargate-admission/capacity')?.[1],
  };
}

/** A patch adds all annotations at once where there are none yet. */
function entriesOf(operation: Field): readonly (readonly [key: string, value: string])[] {
  const value = operation.get('value');
  if (typeof value.value !== 'string') return value.entries().map(([key, field]) => [key, field.string() ?? '']);
  const key = (operation.get('path').string() ?? '').split('/').at(-1) ?? '';
  return [[key.replaceAll('~1', '/'), value.value]];
}

/** The verdict on the pod once it is there; with what its template says, or without a word of it. */
function verdictOn(item: object, set: ReturnType<typeof profileSet>, template?: { readonly wish: string | undefined }) {
  const controllers = new Controllers();
  if (template !== undefined) {
    const templateLabels = template.wish === undefined ? {} : { [PROFILE_LABEL]: template.wish };
    const metadata = { name: 'set', namespace: new Field(item).get('metadata').get('namespace').value };
    controllers.add(
      'ReplicaSet',
      new Field({ metadata, spec: { template: { metadata: { labels: templateLabels } } } }),
    );
  }
  return judgePod(parseClusterPod(new Field(item)), { ...clusterFacts([], controllers), profiles: set }).verdict.code;
}

describe('webhook and audit agree', () => {
  test('on every pod that the webhook says a profile will take', () => {
    fc.assert(
      fc.property(newPod, profiles, (made, parts) => {
        const set = profileSet(...parts);
        const { profile: chosen, capacity: provisioned } = webhookSays(made, set);
        fc.pre(chosen !== undefined && provisioned !== undefined);
        const placed = document(made, {
          schedulerName: 'fargate-scheduler',
          nodeName: 'fargate-ip-10-0-0-1',
          profile: chosen,
          provisioned,
        });
        const allowed = ['on-fargate', 'over-provisioned'];
        assert.ok(allowed.includes(verdictOn(placed, set, { wish: made.wish })));
        assert.ok(allowed.includes(verdictOn(placed, set)));
      }),
      { numRuns: 500 },
    );
  });

  test('on every pod that the webhook says no profile will take', () => {
    fc.assert(
      fc.property(newPod, profiles, (made, parts) => {
        const set = profileSet(...parts);
        fc.pre(webhookSays(made, set).profile === undefined);
        const code = verdictOn(document(made, { nodeName: 'ip-10-0-0-2' }), set, { wish: made.wish });
        assert.ok(['off-fargate', 'near-miss', 'opted-out', 'label-not-honoured'].includes(code), code);
      }),
      { numRuns: 500 },
    );
  });
});
