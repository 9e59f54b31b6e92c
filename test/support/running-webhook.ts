import type { TestContext } from 'node:test';
import supertest from 'supertest';
import { type Config, readConfig } from '../../src/settings/config.ts';
import { createLogger, createReviewLog } from '../../src/telemetry/logger.ts';
import { startWebhook } from '../../src/webhook/start.ts';
import { ManualClock } from './manual-clock.ts';
import { pairFiles } from './tls/certificates.ts';

export type LogLine = Readonly<Record<string, unknown>>;

export async function configFor(flags: Readonly<Record<string, string>>): Promise<Config> {
  const given = { port: '0', 'ops-port': '0', 'bind-address': '127.0.0.1', ...flags };
  const values = {
    flags: new Map(Object.entries(given)),
    unknownArguments: [],
    knownFlags: [],
    environment: {},
    presets: new Map(),
  };
  const result = await readConfig(values, async () => ({ kind: 'found', region: 'eu-west-1' }));
  if (result.kind === 'invalid') throw new Error(result.problems.join('; '));
  return result.config;
}

/** The whole webhook in this process, on ports of its own and a clock that the test moves. */
export async function startedWebhook(t: TestContext, flags: Readonly<Record<string, string>>) {
  const { certificatePath, keyPath, caPem } = await pairFiles(t);
  const config = await configFor({ 'tls-cert-file': certificatePath, 'tls-key-file': keyPath, ...flags });
  const log: LogLine[] = [];
  const destination = { write: (line: string) => log.push(JSON.parse(line)) };
  const logger = createLogger({ level: 'info', destination });
  const logReview = createReviewLog(logger, destination);
  const clock = new ManualClock();
  const webhook = await startWebhook({ config, version: '1.2.3', logger, logReview, environment: {}, clock });
  const webhooks = supertest(`https://localhost:${webhook.port}`);
  const ops = supertest(`http://127.0.0.1:${webhook.opsPort}`);
  t.after(async () => {
    const stopped = webhook.stop();
    await clock.advance(config.quietPeriodMs);
    await stopped;
  });
  return {
    caPem,
    clock,
    log,
    webhook,
    review: (path: string, review: object) => webhooks.post(path).ca(caPem).send(review),
    probe: (path: string) => ops.get(path),
  };
}

/** A review of a new pod in a namespace. */
export function podReview(namespace: string) {
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '11111111-2222-3333-4444-555555555555',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      operation: 'CREATE',
      namespace,
      object: { metadata: { generateName: 'web-' }, spec: { containers: [{ name: 'web' }] } },
    },
  };
}

/** A review of a new FargateProfile of ACK whose only selector has this namespace. */
export function profileReview(namespace: string) {
  const metadata = { name: 'web', namespace: 'infra' };
  const spec = { name: 'web', clusterName: 'demo', podExecutionRoleARN: 'arn', selectors: [{ namespace }] };
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '11111111-2222-3333-4444-555555555555',
      kind: { group: 'eks.services.k8s.aws', version: 'v1alpha1', kind: 'FargateProfile' },
      operation: 'CREATE',
      name: 'web',
      namespace: 'infra',
      object: { apiVersion: 'eks.services.k8s.aws/v1alpha1', kind: 'FargateProfile', metadata, spec },
    },
  };
}
