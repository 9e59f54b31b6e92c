/** One named condition of being able to work. */
export interface Check {
  /** In `?verbose` output. */
  readonly name: string;
  readonly run: () => CheckResult;
}

export type CheckResult =
  /** `note` is one line, for who asks for each check by name. */
  | { readonly kind: 'passed'; readonly note?: string }
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
  const lines = results.map(({ name, result }) => lineFor(name, result));
  return { passed, text: [...lines, `${title} check ${passed ? 'passed' : 'failed'}`, ''].join('\n') };
}

function lineFor(name: string, result: CheckResult): string {
  if (result.kind === 'failed') return `[-]${name} failed: ${result.reason}`;
  return result.note === undefined ? `[+]${name} ok` : `[+]${name} ok: ${result.note}`;
}

export interface ProfilesCheckOptions {
  readonly areLoaded: () => boolean;
  /** Why the last load failed; undefined where it did not. One line. */
  readonly problem: () => string | undefined;
  /** Since the process started, in milliseconds. */
  readonly uptimeMs: () => number;
  readonly graceMs: number;
}

/** After the grace time the webhook is ready without profiles: waiting for EKS without limit helps no pod. */
export function profilesCheck({ areLoaded, problem, uptimeMs, graceMs }: ProfilesCheckOptions): Check {
  function run(): CheckResult {
    const reason = problem();
    if (areLoaded()) return reason === undefined ? PASSED : { kind: 'passed', note: `the last ones stay: ${reason}` };
    const notLoaded = `not loaded yet: ${reason ?? 'the first load is under way'}`;
    if (uptimeMs() < graceMs) return { kind: 'failed', reason: notLoaded };
    return { kind: 'passed', note: `predicts nothing, ${notLoaded}` };
  }

  return { name: 'profiles', run };
}

export interface AuditCheckOptions {
  readonly hasReport: () => boolean;
  /** Why there is no report yet; undefined while the first audit is under way. */
  readonly problem: () => string | undefined;
  /** Since the process started, in milliseconds. */
  readonly uptimeMs: () => number;
  readonly graceMs: number;
}

/** A pod that is never ready would block a rollout, although a restart changes nothing. */
export function auditCheck({ hasReport, problem, uptimeMs, graceMs }: AuditCheckOptions): Check {
  function run(): CheckResult {
    if (hasReport()) return PASSED;
    const reason = `no audit yet: ${problem() ?? 'the first is under way'}`;
    return uptimeMs() >= graceMs ? { kind: 'passed', note: reason } : { kind: 'failed', reason };
  }

  return { name: 'audit', run };
}

export interface PoliciesCheckOptions {
  /** Whether they once were what the profiles make. */
  readonly areInEffect: () => boolean;
  /** Why the last update failed; undefined where it did not. One line. */
  readonly problem: () => string | undefined;
  /** Whether the profiles make policies that the API server would refuse: it passes when a person has acted. */
  readonly areBeyondLimits: () => boolean;
}

/** The last policies go on deciding whatever this says. No call comes to the pod, so it may be unready for long. */
export function policiesCheck({ areInEffect, problem, areBeyondLimits }: PoliciesCheckOptions): Check {
  function run(): CheckResult {
    const reason = problem();
    if (!areInEffect()) return { kind: 'failed', reason: `none yet: ${reason ?? 'the first update is under way'}` };
    if (reason === undefined) return PASSED;
    const text = `the last ones stay: ${reason}`;
    return areBeyondLimits() ? { kind: 'failed', reason: text } : { kind: 'passed', note: text };
  }

  return { name: 'policies', run };
}

export interface CertificateCheckOptions {
  /** The one that is served; undefined: none yet. */
  readonly current: () => Validity | undefined;
  /** Why there is none yet. */
  readonly problem: () => string | undefined;
  readonly nowMs: () => number;
}

export interface Validity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** The API server calls no webhook whose certificate is not valid. */
export function certificateCheck({ current, problem, nowMs }: CertificateCheckOptions): Check {
  function run(): CheckResult {
    const validity = current();
    if (validity !== undefined) return checkValidity(validity, nowMs());
    return { kind: 'failed', reason: `there is none yet: ${problem() ?? 'it is being made'}` };
  }

  return { name: 'certificate', run };
}

function checkValidity({ notBeforeMs, notAfterMs }: Validity, nowMs: number): CheckResult {
  if (nowMs < notBeforeMs) return { kind: 'failed', reason: `not valid before ${new Date(notBeforeMs).toISOString()}` };
  if (nowMs > notAfterMs) return { kind: 'failed', reason: `expired at ${new Date(notAfterMs).toISOString()}` };
  return PASSED;
}

/** Never fails: what it says is for who asks. */
export function noteCheck(name: string, note: () => string | undefined): Check {
  return {
    name,
    run: () => {
      const text = note();
      return text === undefined ? PASSED : { kind: 'passed', note: text };
    },
  };
}

/** Fails first of all that stops, so that endpoints forget this pod while it still answers. */
export function shutdownCheck(isDraining: () => boolean): Check {
  return { name: 'shutdown', run: () => (isDraining() ? { kind: 'failed', reason: 'shutting down' } : PASSED) };
}
