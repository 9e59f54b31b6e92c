import { parseArgs } from 'node:util';
import { EKS_CLUSTER_NAME } from '../src/settings/value-type.ts';

/** What differs from one installation of manifests/overlays/local-ca to the next, by the names of the options. */
export interface Installation {
  readonly 'cluster-name': string;
  /** {@link NONE}: the pods get no annotation, and find AWS credentials some other way. */
  readonly 'role-arn': string;
  readonly image: string;
  /** {@link NONE}: EKS sets AWS_REGION in the pod, as it does for IRSA. */
  readonly region: string;
}

export type OptionValues = { readonly [Name in keyof Installation]?: string | undefined };

export type ArgumentsResult =
  | { readonly kind: 'parsed'; readonly values: OptionValues; readonly output: string | undefined }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export type InstallationResult =
  | { readonly kind: 'valid'; readonly installation: Installation }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const NONE = 'none';

export const USAGE = `Makes a CA and a serving certificate, and writes what manifests/overlays/local-ca needs.

usage: npm run certs:local-ca -- --cluster-name NAME --role-arn ARN --image IMAGE [options]

  --cluster-name NAME  EKS cluster that the webhook is for
  --role-arn ARN       IAM role of the webhook (IRSA); none: the pods find AWS credentials some other way
  --image IMAGE        container image of the webhook
  --region REGION      AWS region, where EKS does not set it in the pod
  --output FOLDER      default: manifests/overlays/local-ca/generated

An option that is not given keeps its value of the last run with the same output folder.
`;

/** Each value becomes a part of a line of an env file or of a JSON string: none may hold a line break. */
const ROLE_ARN = /^(arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+|none)$/;
const IMAGE = /^[\w.:/@-]+$/;
const REGION = /^([a-z]{2}(-[a-z]+)+-\d+|none)$/;

export function parseArguments(args: readonly string[]): ArgumentsResult {
  const text = { type: 'string' } as const;
  const options = {
    'cluster-name': text,
    'role-arn': text,
    image: text,
    region: text,
    output: text,
    help: { type: 'boolean' },
  } as const;
  try {
    const { output, help, ...values } = parseArgs({ args: [...args], options }).values;
    return help === true ? { kind: 'help' } : { kind: 'parsed', values, output };
  } catch (error) {
    return { kind: 'invalid', problems: [error instanceof Error ? error.message : String(error)] };
  }
}

/**
 * Every problem at once. What neither the command line nor the last run says is a problem and has no default: to apply what is made
 * here would take it from an installation that has it.
 */
export function readInstallation(given: OptionValues, lastRun: OptionValues): InstallationResult {
  const { 'cluster-name': clusterName, 'role-arn': roleArn, image, region = NONE } = { ...lastRun, ...given };
  const problems = [
    ...clusterNameProblems(clusterName),
    ...mismatch('--role-arn', { text: roleArn, pattern: ROLE_ARN, expected: 'the ARN of an IAM role, or none' }),
    ...mismatch('--image', { text: image, pattern: IMAGE, expected: 'a container image' }),
    ...mismatch('--region', { text: region, pattern: REGION, expected: 'an AWS region, or none' }),
  ];
  if (clusterName === undefined || roleArn === undefined || image === undefined || problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  return { kind: 'valid', installation: { 'cluster-name': clusterName, 'role-arn': roleArn, image, region } };
}

function clusterNameProblems(clusterName: string | undefined): readonly string[] {
  if (clusterName === undefined) return [missing('--cluster-name')];
  const result = EKS_CLUSTER_NAME.parse(clusterName);
  return result.kind === 'parsed' ? [] : [`--cluster-name: expected ${result.expected}`];
}

interface Expectation {
  readonly text: string | undefined;
  readonly pattern: RegExp;
  readonly expected: string;
}

function mismatch(option: string, { text, pattern, expected }: Expectation): readonly string[] {
  if (text === undefined) return [missing(option)];
  return pattern.test(text) ? [] : [`${option}: expected ${expected}`];
}

function missing(option: string): string {
  return `${option}: is missing, and the output folder holds no run that says it`;
}
