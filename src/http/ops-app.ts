import type { Express, Response } from 'express';
import { createApp } from './app.ts';
import { answerFault, answerText } from './plain-answer.ts';
import { type Check, runChecks } from './readiness.ts';

export interface OpsAppOptions {
  readonly readiness: readonly Check[];
  readonly scrapeMetrics: () => Promise<Exposition>;
}

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What the operator's machinery asks: probes and metrics, over plain HTTP. */
export function createOpsApp({ readiness, scrapeMetrics }: OpsAppOptions): Express {
  const app = createApp();
  // Answering at all is the check: the process has nothing that a restart mends and an answer would hide.
  app.get('/livez', (request, response) =>
    answerChecks(response, { title: 'livez', checks: [], query: request.query }),
  );
  app.get('/readyz', (request, response) =>
    answerChecks(response, { title: 'readyz', checks: readiness, query: request.query }),
  );
  app.get('/metrics', async (_request, response) => {
    const { contentType, text } = await scrapeMetrics();
    response.set('content-type', contentType).end(text);
  });
  app.use((_request, response) => answerText(response, 404, 'not found\n'));
  app.use(answerFault);
  return app;
}

interface ChecksAnswer {
  readonly title: string;
  readonly checks: readonly Check[];
  readonly query: Readonly<Record<string, unknown>>;
}

/** As the API server's probes: `ok`, or with `?verbose`, and always on failure, one line a check. */
function answerChecks(response: Response, { title, checks, query }: ChecksAnswer): void {
  const { passed, text } = runChecks(title, checks);
  const isVerbose = Object.hasOwn(query, 'verbose') || !passed;
  answerText(response, passed ? 200 : 503, isVerbose ? text : 'ok\n');
}
