/** What the AWS SDK finds in the environment of a test: a region, keys that open nothing, and nothing of the machine's own. */
const SETTINGS = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

/** For a process that calls the EKS at this address. */
export function awsEnvironment(eksUrl: string): Readonly<Record<string, string>> {
  return { ...SETTINGS, AWS_ENDPOINT_URL_EKS: eksUrl };
}

/** For this process. The SDK reads its settings when a client is first used. An undefined value takes a setting away. */
export function setAwsEnvironment(changes: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  // A fault is answered at once, not after retries; the tests of retries raise it.
  for (const [name, value] of Object.entries({ ...SETTINGS, AWS_MAX_ATTEMPTS: '1', ...changes })) {
    if (value !== undefined) process.env[name] = value;
  }
}
