import type { TestContext } from 'node:test';
import { awsEnvironment } from '../eks/aws-environment.ts';
import { startEksServer, WEB } from '../eks/server.ts';
import { startWebhookProcess, type WebhookProcess } from '../processes/webhook-process.ts';
import { pairFiles } from '../tls/certificates.ts';

export interface ReplicaOptions {
  /** Where the profiles are from, and whatever else differs from what is usual here. */
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Modules that Node loads before the program. */
  readonly preloads?: readonly URL[];
  /** Further options of Node. */
  readonly nodeOptions?: string;
  /** One of its own where none is given. */
  readonly pair?: PairPaths;
}

export interface PairPaths {
  readonly certificatePath: string;
  readonly keyPath: string;
  readonly caPem: string;
}

export interface Replica extends WebhookProcess {
  readonly caPem: string;
}

/** Without the line that each review has in the log: these are many. */
const USUAL_FLAGS = ['--bind-address=127.0.0.1', '--quiet-period=0s', '--log-level=warn'];

/** The real server process, ready, for one test. */
export async function startReplica(t: TestContext, options: ReplicaOptions): Promise<Replica> {
  const { flags, env = {}, preloads = [], nodeOptions = '', pair = await pairFiles(t) } = options;
  const { certificatePath, keyPath, caPem } = pair;
  const imports = preloads.map(({ href }) => `--import=${href}`);
  const webhook = await startWebhookProcess({
    flags: [...USUAL_FLAGS, `--tls-cert-file=${certificatePath}`, `--tls-key-file=${keyPath}`, ...flags],
    env: { NODE_OPTIONS: [...imports, nodeOptions].join(' '), ...env },
  });
  t.after(() => webhook.stop());
  return { ...webhook, caPem };
}

/** EKS as far as the webhook sees it, with the profile `web` for the namespace `shop`, and what leads the AWS SDK there. */
export async function startEks(t: TestContext) {
  const eks = await startEksServer(t, { ...WEB, clusterName: 'demo', selectors: [{ namespace: 'shop' }] });
  return { eks, env: awsEnvironment(eks.url) };
}
