import type { MissingPods } from '../../audit/controllers.ts';
import { PlannedDemand } from '../../audit/plan/planned-demand.ts';
import type { PlannedProfiles, ProfileChange } from '../../audit/plan/planned-profiles.ts';
import type { ProfileToCheck } from '../../aws-checks/api/read-account.ts';
import { DemandCount } from '../../aws-checks/demand.ts';
import type { AwsChecksReport } from '../../aws-checks/report.ts';
import type { ProfileSpec } from '../../fargate/profile-spec.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { AwsChecks } from '../shared/aws-checks/run.ts';
import type { WantedProfiles } from './read-profiles.ts';

interface ChecksOfPlan {
  readonly checks: AwsChecks;
  readonly profiles: PlannedProfiles;
  readonly wanted: WantedProfiles;
  /** Whether pods of some namespaces only are read. */
  readonly isPartial: boolean;
}

export interface PlanChecks {
  /** Takes in the pods. */
  readonly demand: PlannedDemand;
  run(api: KubernetesApi, missingPods: readonly MissingPods[]): Promise<AwsChecksReport>;
}

export function createPlanChecks({ checks, profiles, wanted, isPartial }: ChecksOfPlan): PlanChecks {
  const count = new DemandCount({ isPartial });
  const demand = new PlannedDemand(count, profiles);
  return {
    demand,
    run(api, missingPods) {
      demand.addMissing(missingPods);
      return checks.run({ api, profiles: profilesToCheck(profiles, wanted), demand: count.demand() });
    },
  };
}

/** Those that stay, from EKS; those that are created, from the files; and what is deleted, whose pods give addresses back. */
function profilesToCheck({ before, changes }: PlannedProfiles, { placed }: WantedProfiles): readonly ProfileToCheck[] {
  const specs = new Map(placed.map(({ profile, described }) => [profile.name, described.spec]));
  const changed = new Map(changes.map((change) => [change.name, change]));
  const kept = [...before.byName.keys()].filter((name) => (changed.get(name)?.change ?? 'unchanged') === 'unchanged');
  return [...kept.map((name) => ({ name })), ...changes.flatMap((change) => partsOf(change, specs.get(change.name)))];
}

function partsOf({ name, change }: ProfileChange, spec: ProfileSpec | undefined): readonly ProfileToCheck[] {
  const created = { name, planned: { subnets: spec?.subnets, roleArn: spec && roleArnIn(spec) } };
  switch (change) {
    case 'created':
      return [created];
    case 'replaced':
      return [{ name, isDeleted: true }, created];
    case 'deleted':
      return [{ name, isDeleted: true }];
    case 'unchanged':
      return [];
  }
}

/** Some forms name the role without its account. */
function roleArnIn({ role }: ProfileSpec): string | undefined {
  return role.texts.find(({ value }) => value.startsWith('arn:'))?.value;
}
