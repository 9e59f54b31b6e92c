import { parseArgs } from 'node:util';
import { EKS_CLUSTER_NAME } from '../src/settings/value-type.ts';
import type { Installation } from './overlay-files.ts';

export interface Options {
  readonly installation: Installation;
  readonly output: string | undefined;
}

export type OptionsResult =
  | { readonly kind: 'valid'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const USAGE = `Makes a CA and a serving certificate, and writes what manifests/overlays/local-ca needs.

usage: npm run certs:local-ca -- --cluster-name NAME [options]

  --cluster-name NAME  EKS cluster that the webhook is for
  --role-arn ARN       IAM role of the webhook (IRSA)
  --image IMAGE        container image of the webhook
  --region REGION      AWS region, where EKS does not set it in the pod
  --output FOLDER      default: manifests/overlays/local-ca/generated
`;

/** Each value ends up in a line of an env file or in a JSON string: none may hold a line break. */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const IMAGE = /^[\w.:/@-]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** Every problem at once. */
export function readOptions(args: readonly string[]): OptionsResult {
  const result = parse(args);
  if (result.kind === 'unknown') return { kind: 'invalid', problems: [result.problem] };
  const { values } = result;
  if (values.help === true) return { kind: 'help' };
  const clusterName = values['cluster-name'];
  const problems = [
    ...clusterNameProblems(clusterName),
    ...mismatch('--role-arn', { text: values['role-arn'], pattern: ROLE_ARN, expected: 'the ARN of an IAM role' }),
    ...mismatch('--image', { text: values.image, pattern: IMAGE, expected: 'a container image' }),
    ...mismatch('--region', { text: values.region, pattern: REGION, expected: 'an AWS region' }),
  ];
  if (clusterName === undefined || problems.length > 0) return { kind: 'invalid', problems };
  const { region, 'role-arn': roleArn, image, output } = values;
  return { kind: 'valid', options: { installation: { clusterName, region, roleArn, image }, output } };
}

function parse(args: readonly string[]) {
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
    return { kind: 'parsed', values: parseArgs({ args: [...args], options }).values } as const;
  } catch (error) {
    return { kind: 'unknown', problem: error instanceof Error ? error.message : String(error) } as const;
  }
}

function clusterNameProblems(clusterName: string | undefined): readonly string[] {
  if (clusterName === undefined) return ['--cluster-name: is missing'];
  const result = EKS_CLUSTER_NAME.parse(clusterName);
  return result.kind === 'parsed' ? [] : [`--cluster-name: expected ${result.expected}`];
}

interface Expectation {
  readonly text: string | undefined;
  readonly pattern: RegExp;
  readonly expected: string;
}

function mismatch(option: string, { text, pattern, expected }: Expectation): readonly string[] {
  return text === undefined || pattern.test(text) ? [] : [`${option}: expected ${expected}`];
}
