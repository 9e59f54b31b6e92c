import fc from 'fast-check';
import { PROFILE_STATUSES } from '../../src/fargate/profile.ts';

export const PROFILE_LABEL = 'eks.amazonaws.com/fargate-profile';

export const NAMESPACES = ['shop', 'jobs', 'kube-system'] as const;
const NAMES = ['a', 'b', 'web', 'z-last'] as const;

const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('web', 'api', 'batch'), { maxKeys: 2 });

const selector = fc.record({
  namespace: fc.constantFrom(...NAMESPACES, '*', 'sh*'),
  labels: fc.dictionary(fc.constantFrom('app', 'tier', 't?er'), fc.constantFrom('web', 'api', '*', 'w?b'), {
    maxKeys: 2,
  }),
});

const profile = fc.record({
  name: fc.constantFrom(...NAMES),
  status: fc.constantFrom(...PROFILE_STATUSES, 'ACTIVE', 'ACTIVE', 'ACTIVE'),
  selectors: fc.array(selector, { minLength: 1, maxLength: 3 }),
});

/** A few profiles of any status, which often match the pods of {@link newPod}. */
export const profiles = fc.uniqueArray(profile, { maxLength: 4, selector: ({ name }) => name });

const wish = fc.option(fc.constantFrom(...NAMES, 'unknown'), { nil: undefined, freq: 4 });

export const newPod = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels,
  wish,
  isOptedOut: fc.boolean(),
  schedulerName: fc.constantFrom('default-scheduler', 'default-scheduler', 'default-scheduler', 'custom'),
  requests: fc.record({
    cpu: fc.constantFrom('100m', '250m', '1', '3', '17'),
    memory: fc.constantFrom('64Mi', '1Gi', '8Gi', '90Gi'),
  }),
});

export type NewPod = typeof newPod extends fc.Arbitrary<infer Value> ? Value : never;
