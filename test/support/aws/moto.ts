import { after, before } from 'node:test';
import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { eventually } from '../eventually.ts';
import { type Daemon, startDaemon } from '../processes/daemon.ts';
import { findFreePort, retryLostPortRace } from '../processes/free-ports.ts';
import { type FoundProgram, pathOf } from '../processes/programs.ts';
import { useTemporaryFolder } from '../temporary-folder.ts';

/** moto for the surrounding suite: EC2 and IAM over HTTP, in memory. @returns its URL, for use inside of tests. */
export function useMoto(program: FoundProgram): () => string {
  const directory = useTemporaryFolder();
  let moto: { readonly daemon: Daemon; readonly url: string } | undefined;
  before(async () => {
    if (program.kind === 'found') moto = await retryLostPortRace(() => startMoto(program, directory()));
  });
  after(() => moto?.daemon.stop());
  return () => moto?.url ?? '';
}

async function startMoto(program: FoundProgram, directory: string) {
  const port = await findFreePort();
  const daemon = startDaemon({
    name: 'moto_server',
    command: pathOf(program),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    env: { PATH: process.env['PATH'] },
    directory,
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    daemon.assertRunning();
    await fetch(`${url}/moto-api/`);
  });
  return { daemon, url };
}

const REGION = 'eu-west-1';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' };

export interface Network {
  readonly privateSubnet: string;
  /** Its main route table leads to an internet gateway. */
  readonly publicSubnet: string;
}

/** Two VPCs with a subnet of 11 free addresses each. */
export async function createNetwork(endpoint: string): Promise<Network> {
  const ec2 = new EC2Client({ endpoint, region: REGION, credentials: CREDENTIALS });
  const isolated = await createSubnet(ec2);
  const open = await createSubnet(ec2);
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const gateway = InternetGateway?.InternetGatewayId;
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: open.vpcId }));
  const filter = { Name: 'vpc-id', Values: [open.vpcId] };
  const { RouteTables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters: [filter] }));
  const table = RouteTables[0]?.RouteTableId;
  await ec2.send(
    new CreateRouteCommand({ RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway }),
  );
  return { privateSubnet: isolated.id, publicSubnet: open.id };
}

async function createSubnet(ec2: EC2Client): Promise<{ readonly id: string; readonly vpcId: string }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.1.0/28' }));
  return { id: Subnet?.SubnetId ?? '', vpcId };
}

/** A role with this trust policy. @returns its ARN. */
export async function createRole(endpoint: string, name: string, statement: object): Promise<string> {
  const iam = new IAMClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: policy }));
  return Role?.Arn ?? '';
}
