import { type AwsCheck, awsCheck, counted } from './check.ts';
import { type Demand, demandOf, type ProfileDemand } from './demand.ts';
import type { AccountFacts, ProfileFacts, Subnet } from './facts.ts';

/** Whether the subnets of the profiles have an address for each pod that would start. */
export function checkAddresses({ profiles, subnets, ipFamily }: AccountFacts, demand: Demand): readonly AwsCheck[] {
  if (subnets === undefined) return [];
  if (ipFamily === 'ipv6') {
    const message = 'EC2 counts free IPv4 addresses, and the pods of this cluster have IPv6 addresses';
    return [awsCheck('not-checked', 'addresses', message)];
  }
  return sharing(profiles.filter(hasSubnets)).flatMap((group) => checkGroup(group, { subnets, demand }));
}

interface PlacedProfile extends ProfileFacts {
  readonly subnets: readonly string[];
}

function hasSubnets(profile: ProfileFacts): profile is PlacedProfile {
  return profile.subnets !== undefined;
}

/** Profiles that share a subnet, directly or by a third: their pods take each other's addresses. */
function sharing(profiles: readonly PlacedProfile[]): readonly (readonly PlacedProfile[])[] {
  let groups: (readonly PlacedProfile[])[] = [];
  for (const profile of profiles) {
    const joined = groups.filter((group) =>
      group.some(({ subnets }) => subnets.some((id) => profile.subnets.includes(id))),
    );
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), profile]];
  }
  return groups;
}

interface Ground {
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly demand: Demand;
}

function checkGroup(group: readonly PlacedProfile[], { subnets, demand }: Ground): readonly AwsCheck[] {
  const used = group.filter(({ state }) => state !== 'deleted');
  if (used.length === 0) return [];
  const names = used.map(({ name }) => name);
  const ids = [...new Set(used.flatMap((profile) => profile.subnets))].filter((id) => subnets.has(id));
  // A profile that is replaced is here twice: as it is, and as it would be.
  const all = demandOf([...new Set(group.map(({ name }) => name))], demand);
  const whole = judge({ subject: subjectOf(names), free: freeIn(ids, subnets), demand: all });
  if (whole.result === 'fail') return [whole];
  const alone = used
    .map(({ name, subnets: own }) => ({
      subject: subjectOf([name]),
      free: freeIn(own, subnets),
      // What any of the profiles gives back may be in the subnets of this one.
      demand: { ...demandOf([name], demand), leaving: all.leaving },
    }))
    .map(judge)
    .filter(({ result }) => result === 'fail');
  if (alone.length > 0) return alone;
  const full = ids.filter((id) => subnets.get(id)?.freeAddresses === 0);
  const isUneven = full.length > 0 && full.length < ids.length && all.arriving > 0;
  return isUneven ? [whole, fullSubnets(full, names)] : [whole];
}

function subjectOf(names: readonly string[]): string {
  return `${names.length === 1 ? 'profile' : 'profiles'} ${names.join(', ')}`;
}

function freeIn(ids: readonly string[], subnets: Ground['subnets']): number {
  return ids.reduce((sum, id) => sum + (subnets.get(id)?.freeAddresses ?? 0), 0);
}

interface Need {
  readonly subject: string;
  readonly free: number;
  readonly demand: ProfileDemand;
}

/** A Deployment starts so much more than its replicas in an update. Source: Kubernetes API reference, maxSurge, its default. */
const SURGE = 0.25;

function judge({ subject, free, demand: { running, arriving, leaving } }: Need): AwsCheck {
  const least = Math.max(0, arriving - leaving);
  const given = leaving === 0 ? '' : ` and ${leaving} would give theirs back`;
  const counts = `${counted(arriving, 'pod')} would start${given}, and the subnets have ${free === 1 ? '1 free address' : `${free} free addresses`}`;
  if (least > free) return awsCheck('too-few-addresses', subject, `${counts}: ${least - free} too few`);
  const surge = Math.ceil((running + least) * SURGE);
  if (arriving > free) {
    return awsCheck('few-addresses', subject, `${counts}: too few where new pods start before the old ones end`);
  }
  if (least + surge > free) {
    return awsCheck('few-addresses', subject, `${counts}: an update of all pods may need ${surge} more at a time`);
  }
  return awsCheck('addresses-free', subject, counts);
}

function fullSubnets(ids: readonly string[], names: readonly string[]): AwsCheck {
  const message = `${ids.join(', ')} ${ids.length === 1 ? 'has' : 'have'} no free address, so that pods may not start`;
  return awsCheck('subnet-full', subjectOf(names), message);
}
