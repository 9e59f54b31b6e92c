import type { TestContext } from 'node:test';
import { createEksApi, type EksApi, type EksApiOptions } from '../../../src/profiles/eks-api.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { setAwsEnvironment } from './aws-environment.ts';
import { EksServer } from './server.ts';

export const EKS_OPTIONS: EksApiOptions = {
  clusterName: 'demo',
  clock: systemClock,
  callTimeoutMs: 5_000,
  proxyEnvironment: {},
};

export interface StartedEks {
  readonly server: EksServer;
  /** The real SDK, in front of the server. */
  readonly api: EksApi;
}

/** A server that answers as EKS for one test, and what calls it. */
export async function startEks(
  t: TestContext,
  environment: NodeJS.ProcessEnv = {},
  options: Partial<EksApiOptions> = {},
): Promise<StartedEks> {
  const server = await EksServer.start();
  t.after(() => server.stop());
  setAwsEnvironment({ AWS_ENDPOINT_URL_EKS: server.url, ...environment });
  return { server, api: createEksApi({ ...EKS_OPTIONS, ...options }) };
}
