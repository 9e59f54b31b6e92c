import { type AwsCheck, awsCheck } from './check.ts';
import type { AccountFacts, ProfileFacts, RouteTable, Subnet } from './facts.ts';

/** Whether the subnets of each profile are there and private. */
export function checkSubnets({ profiles, subnets, routeTables }: AccountFacts): readonly AwsCheck[] {
  return profiles
    .filter(({ state }) => state !== 'deleted')
    .flatMap((profile) => checkProfile(profile, { subnets, routeTables }));
}

interface Network {
  readonly subnets: ReadonlyMap<string, Subnet> | undefined;
  readonly routeTables: readonly RouteTable[] | undefined;
}

function checkProfile(profile: ProfileFacts, { subnets, routeTables }: Network): readonly AwsCheck[] {
  const subject = `profile ${profile.name}`;
  const ids = profile.subnets;
  if (ids === undefined) {
    return [awsCheck('not-checked', subject, 'its subnets are not known, since the file does not name them')];
  }
  if (subnets === undefined || ids.length === 0) return [];
  const missing = ids.filter((id) => !subnets.has(id));
  const gone = missing.map((id) => awsCheck('subnet-missing', subject, `subnet ${id} does not exist in the region`));
  if (routeTables === undefined) return gone;
  const open = ids.filter((id) => isPublic(id, subnets.get(id), routeTables));
  const code = profile.state === 'planned' ? 'subnet-refused' : 'subnet-public';
  const found = open.map((id) => awsCheck(code, subject, `subnet ${id} has a route to an internet gateway`));
  if (found.length + gone.length > 0) return [...gone, ...found];
  return [awsCheck('subnets-private', subject, 'its subnets are private')];
}

/** Source: Amazon VPC User Guide, "Subnet route tables": a subnet without a table of its own has the main one of its VPC. */
function isPublic(id: string, subnet: Subnet | undefined, routeTables: readonly RouteTable[]): boolean {
  if (subnet === undefined) return false;
  const own = routeTables.find(({ subnetIds }) => subnetIds.includes(id));
  const table = own ?? routeTables.find(({ vpcId, isMain }) => isMain && vpcId === subnet.vpcId);
  return table?.leadsToInternetGateway ?? false;
}
