import { DescribeRouteTablesCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Field } from '../../documents/field.ts';
import { type AwsClientOptions, awsClientConfig } from '../../profiles/aws-client.ts';
import type { AccountFacts, RouteTable, Subnet } from '../facts.ts';
import type { AwsCalls } from './aws-calls.ts';

/** The most values of one filter. Source: EC2 API reference, Filter. */
const MAX_FILTER_VALUES = 200;

/** A VPC has up to 200 route tables, or as many as AWS has raised the quota to; this ends a server that never says the last page. */
const MAX_PAGES = 50;
const PAGE_SIZE = 100;

/** Subnets by ID, and the route tables of their VPCs. An ID that does not exist is left out of the answer. */
export async function readNetwork(
  calls: AwsCalls,
  ids: readonly string[],
  options: AwsClientOptions,
): Promise<Pick<AccountFacts, 'subnets' | 'routeTables'>> {
  const client = new EC2Client(awsClientConfig(options));
  const pages = await Promise.all(chunksOf(ids).map((some) => readSubnets(calls, client, some)));
  if (pages.includes(undefined)) return { subnets: undefined, routeTables: undefined };
  const subnets = new Map(pages.flatMap((page) => page ?? []));
  const vpcIds = [...new Set(Array.from(subnets.values(), ({ vpcId }) => vpcId))];
  return { subnets, routeTables: await readRouteTables(calls, client, vpcIds) };
}

function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  const starts = Array.from(
    { length: Math.ceil(ids.length / MAX_FILTER_VALUES) },
    (_, index) => index * MAX_FILTER_VALUES,
  );
  return starts.map((start) => ids.slice(start, start + MAX_FILTER_VALUES));
}

function readSubnets(calls: AwsCalls, client: EC2Client, ids: readonly string[]) {
  const command = new DescribeSubnetsCommand({ Filters: [{ Name: 'subnet-id', Values: [...ids] }] });
  return calls.read('ec2:DescribeSubnets', {
    send: (abortSignal) => client.send(command, { abortSignal }),
    parse: (answer) => answer.get('Subnets').list().map(subnetIn),
  });
}

function subnetIn(subnet: Field): readonly [id: string, subnet: Subnet] {
  const vpcId = subnet.get('VpcId').string() ?? '';
  const freeAddresses = subnet.get('AvailableIpAddressCount').number() ?? 0;
  return [subnet.get('SubnetId').string() ?? '', { vpcId, freeAddresses }];
}

async function readRouteTables(
  calls: AwsCalls,
  client: EC2Client,
  vpcIds: readonly string[],
): Promise<readonly RouteTable[] | undefined> {
  const tables: RouteTable[] = [];
  if (vpcIds.length === 0) return tables;
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await readTablePage(calls, client, { vpcIds, token });
    if (read === undefined) return undefined;
    tables.push(...read.tables);
    token = read.token;
    if (token === undefined) return tables;
  }
  return undefined;
}

interface TablePage {
  readonly vpcIds: readonly string[];
  readonly token: string | undefined;
}

function readTablePage(calls: AwsCalls, client: EC2Client, { vpcIds, token }: TablePage) {
  const command = new DescribeRouteTablesCommand({
    Filters: [{ Name: 'vpc-id', Values: [...vpcIds] }],
    MaxResults: PAGE_SIZE,
    NextToken: token,
  });
  return calls.read('ec2:DescribeRouteTables', {
    send: (abortSignal) => client.send(command, { abortSignal }),
    parse: (answer) => ({
      tables: answer.get('RouteTables').list().map(routeTableIn),
      token: answer.get('NextToken').string() || undefined,
    }),
  });
}

/** Source: EC2 API reference, RouteTable: the gateway of a route is named by its ID. An egress-only gateway has a field of its own. */
function routeTableIn(table: Field): RouteTable {
  const associations = table.get('Associations').list();
  return {
    vpcId: table.get('VpcId').string() ?? '',
    isMain: associations.some((association) => association.get('Main').boolean()),
    subnetIds: associations.flatMap((association) => association.get('SubnetId').string() ?? []),
    leadsToInternetGateway: table
      .get('Routes')
      .list()
      .some((route) => route.get('GatewayId').string()?.startsWith('igw-') && route.get('State').value !== 'blackhole'),
  };
}
