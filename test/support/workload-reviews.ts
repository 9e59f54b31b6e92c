import type { HandlerResult } from '../../src/webhook/admission/handler.ts';
import {
  createWorkloadEnforcer,
  createWorkloadValidator,
  type WorkloadEnforcerOptions,
  type WorkloadValidatorOptions,
} from '../../src/webhook/admission/validate-workload.ts';
import type { WarningChoice } from '../../src/webhook/admission/warning.ts';
import { profileSet } from './profiles.ts';
import { profilesOf, type ReviewParts, request } from './reviews.ts';

/** A container with which a pod gets the smallest size, and no finding. */
export const CONTAINER = {
  name: 'web',
  image: 'registry.k8s.io/pause:3.10',
  resources: { requests: { cpu: '250m', memory: '256Mi' } },
};

/** Of an object that a controller made, or of which somebody says so. */
export const CONTROLLED = {
  name: 'web',
  ownerReferences: [{ kind: 'ReplicaSet', name: 'made-up', controller: true }],
};

/** What a Deployment with `hostNetwork` gets to hear. */
export const HOST_NETWORK =
  'Deployment web: spec.template.spec.hostNetwork: Pod not supported on Fargate: fields not supported: HostNetwork (Fargate profile web takes the pod); remove hostNetwork: a Fargate pod does not share its node, so it needs no host network [host-network]';

/** Every finding is shown. */
export const ALL_SHOWN: WarningChoice = { warnOn: 'hint', mutedCodes: new Set() };

const loaded = profileSet({ name: 'web', selectors: [{ namespace: 'web' }] });

const DEFAULTS: WorkloadValidatorOptions = { profiles: profilesOf(loaded), notices: 'off', choice: ALL_SHOWN };

export function deployment(podSpec: object) {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [CONTAINER], ...podSpec } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template } };
}

/** As `/validate/workloads`, without notices where nothing else is said; the profile `web` takes the namespace `web`. */
export function validate(
  object: unknown,
  parts: ReviewParts = {},
  options: Partial<WorkloadValidatorOptions> = {},
): HandlerResult {
  const handler = createWorkloadValidator({ ...DEFAULTS, ...options });
  return handler(requestFor(object, parts));
}

/** As `/enforce/workloads`, in the same cluster. */
export function enforce(object: unknown, parts: ReviewParts, options: Partial<WorkloadEnforcerOptions>): HandlerResult {
  const handler = createWorkloadEnforcer({
    ...DEFAULTS,
    deniedCodes: new Set(),
    denyRespectsIgnore: false,
    ...options,
  });
  return handler(requestFor(object, parts));
}

function requestFor(object: unknown, parts: ReviewParts) {
  const kind = { group: 'apps', version: 'v1', kind: 'Deployment' };
  return request({ kind, namespace: 'web', object, ...parts });
}
