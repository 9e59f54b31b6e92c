import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { relative } from 'node:path';
import { Field } from '../../documents/field.ts';
import { close, listen } from '../../http/listen.ts';
import { createPageApp } from '../../http/page-app.ts';
import { playgroundPage } from '../../playground/shipped-page.ts';
import { findRegion } from '../../profiles/eks-api.ts';
import { readShippedFile, shippedFilePath } from '../../runtime/shipped-file.ts';
import { readConfig } from '../../settings/config.ts';
import type { GivenValues } from '../../settings/reader.ts';
import { standardError } from '../../telemetry/log-output.ts';
import { createLogger, createReviewLog } from '../../telemetry/logger.ts';
import { CertificateError } from '../../tls/certificate.ts';
import { type RunningWebhook, startWebhook } from '../../webhook/start.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportProblems, whileReportingFailures } from '../shared/problems.ts';
import { stopSignal } from '../shared/signals.ts';
import { ask, describeAnswer, describeQuestion } from './example-review.ts';

const REVIEW = '../manifests/examples/review.json';

/** Runs the webhook, sends it one review, and runs until a signal stops it. */
export async function runDemo(given: GivenValues, terminal: Terminal): Promise<number> {
  const result = await readConfig(given, findRegion);
  if (result.kind === 'invalid') return reportProblems(result.problems, terminal);
  const { config, changedSettings } = result;
  const destination = standardError();
  const logger = createLogger({ level: config.logLevel, destination });
  const logReview = createReviewLog(logger, destination);
  const stop = stopSignal({ ...terminal, nowMs: () => performance.now() });
  return whileReportingFailures(terminal, async () => {
    const webhook = await startWebhook({
      config,
      version: packageVersion(),
      changedSettings,
      logger,
      logReview,
      environment: terminal.environment,
    });
    try {
      const playground = await servePlayground();
      try {
        await demonstrate(webhook, playground.url, terminal);
        await stop;
      } finally {
        await playground.stop();
      }
    } finally {
      await webhook.stop();
    }
    return EXIT.ok;
  });
}

/** The page that explains the example, for this machine alone. */
async function servePlayground() {
  const page = playgroundPage();
  const server = createServer(createPageApp({ current: () => page, isLocal: true }));
  const port = await listen(server, { port: 0, address: '127.0.0.1' });
  return { url: `http://localhost:${port}/`, stop: () => close(server, MAX_CALL_MS) };
}

const MAX_CALL_MS = 1_000;

async function demonstrate(
  { port, opsPort, caPath }: RunningWebhook,
  playgroundUrl: string,
  { print }: Terminal,
): Promise<void> {
  if (caPath === undefined) {
    throw new CertificateError('no CA to trust: the demo needs the pair that it makes in certs/, with its ca.crt');
  }
  const url = `https://localhost:${port}/mutate/pods`;
  print(`fargate-admission is running: ${url}, and http://localhost:${opsPort}/readyz and /metrics.\n\n`);
  const body = readShippedFile(REVIEW);
  print(`Asked, as the API server would:\n${describeQuestion(new Field(JSON.parse(body)))}\n\n`);
  const answer = await ask({ body, url, caPem: await readFile(caPath, 'utf8') });
  print(`Answered:\n${describeAnswer(answer)}\n\n`);
  print(`See why, and change it, in a browser:\n  ${playgroundUrl}\n\n`);
  print(`Ask the next one yourself:\n${curlLine(url, caPath)}\n\nCtrl-C ends it.\n`);
}

function curlLine(url: string, caPath: string): string {
  const [ca, review] = [caPath, shippedFilePath(REVIEW)].map((path) => quote(relative(process.cwd(), path)));
  return `  curl --cacert ${ca} -H 'Content-Type: application/json' --data-binary @${review} ${url}`;
}

function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
