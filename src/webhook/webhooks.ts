import type { ProfileCache } from '../profiles/cache.ts';
import type { Config } from '../settings/config.ts';
import { createPodMutator } from './admission/mutate-pod.ts';
import { createProfileValidator, denyUnreadProfile } from './admission/validate-profile.ts';
import { createWorkloadEnforcer, createWorkloadValidator, denyUnreadWorkload } from './admission/validate-workload.ts';
import type { Webhook } from './http/review-record.ts';
import type { EksWebhook } from './observation.ts';

export interface WebhookNeeds {
  readonly profiles: ProfileCache;
  readonly eksWebhook: EksWebhook;
}

/** Every webhook there is; any other path is 404. */
export function createWebhooks(config: Config, { profiles, eksWebhook }: WebhookNeeds): readonly Webhook[] {
  const { annotationPrefix, maxSelectors, maxLabels, maxProfiles, notices, warnOn, mutedCodes, deniedCodes } = config;
  const { denyRespectsIgnore } = config;
  const { clusterName } = config.profileOrigin;
  const limits = { maxSelectors, maxLabels, maxProfiles };
  const choice = { warnOn, mutedCodes };
  return [
    {
      path: '/mutate/pods',
      name: 'mutate-pods',
      handler: createPodMutator({ profiles, annotationPrefix, isEksWebhookPresent: eksWebhook.isPresent }),
    },
    {
      path: '/validate/profiles',
      name: 'validate-profiles',
      handler: createProfileValidator({ profiles, limits, choice, clusterName }),
      unreadHandler: denyUnreadProfile,
    },
    {
      path: '/validate/workloads',
      name: 'validate-workloads',
      handler: createWorkloadValidator({ profiles, notices, choice }),
    },
    {
      path: '/enforce/workloads',
      name: 'enforce-workloads',
      handler: createWorkloadEnforcer({ profiles, notices, choice, deniedCodes, denyRespectsIgnore }),
      unreadHandler: denyUnreadWorkload,
    },
  ];
}
