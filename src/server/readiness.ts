/** One named condition of being able to work. */
export interface Check {
  /** In `?verbose` output. */
  readonly name: string;
  readonly run: () => CheckResult;
}

export type CheckResult =
  | { readonly kind: 'passed' }
  /** `reason` is one line. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface CheckReport {
  readonly passed: boolean;
  /** As the API server's own `/readyz?verbose` prints it. */
  readonly text: string;
}

const PASSED: CheckResult = { kind: 'passed' };

/** Runs every check, whatever the others say. */
export function runChecks(title: string, checks: readonly Check[]): CheckReport {
  const results = checks.map(({ name, run }) => ({ name, result: run() }));
  const passed = results.every(({ result }) => result.kind === 'passed');
  const lines = results.map(({ name, result }) =>
    result.kind === 'passed' ? `[+]${name} ok` : `[-]${name} failed: ${result.reason}`,
  );
  return { passed, text: [...lines, `${title} check ${passed ? 'passed' : 'failed'}`, ''].join('\n') };
}

export interface ProfilesCheckOptions {
  readonly areLoaded: () => boolean;
  /** Since the process started, in milliseconds. */
  readonly uptimeMs: () => number;
  readonly graceMs: number;
}

/** A webhook that waits for EKS for ever would be of no use to the pods that are not bound for Fargate. */
export function profilesCheck({ areLoaded, uptimeMs, graceMs }: ProfilesCheckOptions): Check {
  return {
    name: 'profiles',
    run: () => (areLoaded() || uptimeMs() >= graceMs ? PASSED : { kind: 'failed', reason: 'not loaded yet' }),
  };
}

export interface CertificateCheckOptions {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly nowMs: () => number;
}

/** The API server calls no webhook whose certificate is not valid. */
export function certificateCheck({ notBeforeMs, notAfterMs, nowMs }: CertificateCheckOptions): Check {
  return {
    name: 'certificate',
    run: () => {
      const now = nowMs();
      if (now < notBeforeMs)
        return { kind: 'failed', reason: `not valid before ${new Date(notBeforeMs).toISOString()}` };
      if (now > notAfterMs) return { kind: 'failed', reason: `expired at ${new Date(notAfterMs).toISOString()}` };
      return PASSED;
    },
  };
}

/** Fails first of all that stops, so that endpoints forget this pod while it still answers. */
export function shutdownCheck(isDraining: () => boolean): Check {
  return { name: 'shutdown', run: () => (isDraining() ? { kind: 'failed', reason: 'shutting down' } : PASSED) };
}
