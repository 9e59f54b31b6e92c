import type { ProxyEnv } from 'node:http';

/** Whose account a client of AWS calls. */
export interface AwsAccount {
  readonly region: string;
  /** Of the shared config file; undefined: that of the environment. */
  readonly awsProfile: string | undefined;
}

export interface AwsClientOptions {
  /** Absent: what the SDK finds. */
  readonly account?: AwsAccount;
  /** For a call with all its retries; the SDK itself would wait for minutes. */
  readonly callTimeoutMs: number;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are looked up: the SDK does not read them, Node's agents do where proxyEnv is set. */
  readonly proxyEnvironment: ProxyEnv;
}

/** What the SDK tries by default: an attempt that hangs leaves time for the others. Source: AWS SDKs reference, max_attempts. */
const ATTEMPTS = 3;

/** The same for each service. Credentials, retries and AWS_ENDPOINT_URL are the SDK's own to find, as everywhere on AWS. */
export function awsClientConfig({ account, callTimeoutMs, proxyEnvironment }: AwsClientOptions) {
  return {
    ...(account === undefined ? {} : { region: account.region }),
    ...(account?.awsProfile === undefined ? {} : { profile: account.awsProfile }),
    requestHandler: {
      requestTimeout: Math.ceil(callTimeoutMs / ATTEMPTS),
      throwOnRequestTimeout: true,
      httpAgent: { proxyEnv: proxyEnvironment },
      httpsAgent: { proxyEnv: proxyEnvironment },
    },
  };
}
