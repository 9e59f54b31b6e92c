import type { KubeConfig } from '@kubernetes/client-node';

/** What a kubeconfig says about the EKS cluster of a context. */
export interface EksIdentity {
  readonly clusterName: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Of the AWS CLI, with whose credentials the user logs in. */
  readonly awsProfile?: string;
}

/** `aws eks update-kubeconfig` names the cluster of a context so. Source: AWS CLI reference. */
const ARN = /^arn:aws[a-z-]*:eks:([a-z0-9-]+):(\d{12}):cluster\/([A-Za-z0-9][A-Za-z0-9_-]{0,99})$/;

/** eksctl names it so. Source: eksctl, kubeconfig. */
const EKSCTL = /^([A-Za-z0-9][A-Za-z0-9-]{0,99})\.([a-z]{2}(?:-[a-z]+){1,3}-\d)\.eksctl\.io$/;

/** Undefined where neither the names of the context nor its login say it. */
export function eksIdentityOf(config: KubeConfig, contextName: string): EksIdentity | undefined {
  const context = config.getContextObject(contextName);
  const login = loginOf(config, context?.user ?? '');
  const named = identityIn(context?.cluster ?? '') ?? identityIn(contextName);
  const clusterName = named?.clusterName ?? login?.clusterName;
  return clusterName === undefined ? undefined : { ...login, ...named, clusterName };
}

function identityIn(name: string): Pick<EksIdentity, 'clusterName' | 'region' | 'accountId'> | undefined {
  const [, region, accountId, clusterName] = ARN.exec(name) ?? [];
  if (region !== undefined && accountId !== undefined && clusterName !== undefined) {
    return { clusterName, region, accountId };
  }
  const [, byEksctl, regionByEksctl] = EKSCTL.exec(name) ?? [];
  return byEksctl === undefined || regionByEksctl === undefined
    ? undefined
    : { clusterName: byEksctl, region: regionByEksctl };
}

/** `aws eks get-token --cluster-name NAME`, or `aws-iam-authenticator token -i NAME`. */
function loginOf(config: KubeConfig, userName: string): Partial<EksIdentity> | undefined {
  const exec = execOf(config.getUser(userName)?.exec);
  if (exec === undefined) return undefined;
  const { args, environment } = exec;
  const clusterName = argumentOf(args, ['--cluster-name', '-i', '--cluster-id']);
  const region =
    argumentOf(args, ['--region']) ?? environment.get('AWS_REGION') ?? environment.get('AWS_DEFAULT_REGION');
  const awsProfile = argumentOf(args, ['--profile']) ?? environment.get('AWS_PROFILE');
  return {
    ...(clusterName === undefined ? {} : { clusterName }),
    ...(region === undefined ? {} : { region }),
    ...(awsProfile === undefined ? {} : { awsProfile }),
  };
}

/** Of an argument as `--name value` or `--name=value`. */
function argumentOf(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, argument] of args.entries()) {
    const [name = '', ...rest] = argument.split('=');
    if (names.includes(name)) return rest.length > 0 ? rest.join('=') : args[index + 1];
  }
  return undefined;
}

interface Exec {
  readonly args: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
}

/** The library hands on what the file says. */
function execOf(value: unknown): Exec | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const args = 'args' in value && Array.isArray(value.args) ? value.args : [];
  const env = 'env' in value && Array.isArray(value.env) ? value.env : [];
  return {
    args: args.filter((argument): argument is string => typeof argument === 'string'),
    environment: new Map(env.flatMap(pairIn)),
  };
}

function pairIn(entry: unknown): readonly (readonly [string, string])[] {
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('value' in entry)) return [];
  const { name, value } = entry;
  return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
}
