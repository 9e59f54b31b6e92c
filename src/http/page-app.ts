import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Express, NextFunction, Request, Response } from 'express';
import { answerFault, answerText } from './answer.ts';
import { createApp } from './express.ts';

export interface Page {
  readonly html: string;
  /** Of the page alone; who may frame it is added here, for a page cannot say that of itself. */
  readonly contentSecurityPolicy: string;
}

export interface PageAppOptions {
  /** Undefined before the first. */
  readonly current: () => Page | undefined;
  /** Whether the port is for this machine alone, as `kubectl port-forward` reaches it. */
  readonly isLocal: boolean;
}

/** One page, over plain HTTP, for every client that reaches the port. */
export function createPageApp({ current, isLocal }: PageAppOptions): Express {
  const encode = rememberEncoded();
  const app = createApp();
  app.use((_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  if (isLocal) app.use(refuseOtherHosts);
  app.get('/', (_request, response) => answerPage(response, current(), encode));
  app.all('/', (_request, response) => answerText(response.set('allow', 'GET, HEAD'), 405, 'method not allowed\n'));
  app.use((_request, response) => answerText(response, 404, 'not found\n'));
  app.use(answerFault);
  return app;
}

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** However it is written: `::ffff:127.0.0.1` and `0:0:0:0:0:0:0:1` are this machine too. */
export function isLoopback(address: string): boolean {
  const [withoutZone = ''] = address.split('%');
  if (isIPv4(withoutZone)) return LOOPBACK.check(withoutZone, 'ipv4');
  return isIPv6(withoutZone) && LOOPBACK.check(withoutZone, 'ipv6');
}

/** A name with its port, or an address; one of IPv6 in brackets. */
const HOST = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/;

function isLocalHost(header: string): boolean {
  const [, address, name = ''] = HOST.exec(header) ?? [];
  return address === undefined ? name.toLowerCase() === 'localhost' || isLoopback(name) : isLoopback(address);
}

/** A foreign site can give its own name the address of this machine, and would then read what its visitor may. */
function refuseOtherHosts({ headers }: Request, response: Response, next: NextFunction): void {
  if (isLocalHost(headers.host ?? '')) next();
  else answerText(response, 403, 'this port is for localhost alone\n');
}

/** The bytes of the last page once for all clients: one that does not read them holds no copy of its own. */
function rememberEncoded(): (page: Page) => Buffer {
  let last: { readonly page: Page; readonly bytes: Buffer } | undefined;
  return (page) => {
    if (last?.page !== page) last = { page, bytes: Buffer.from(page.html) };
    return last.bytes;
  };
}

function answerPage(response: Response, page: Page | undefined, encode: (page: Page) => Buffer): void {
  if (page === undefined) {
    answerText(response, 503, 'the first audit is not done yet: try again in a minute\n');
    return;
  }
  response.set('content-security-policy', `${page.contentSecurityPolicy}; frame-ancestors 'none'`);
  response.type('text/html').end(encode(page));
}
