import { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express } from 'express';

/** An Express application that names no framework and computes no ETag: its clients do not cache. */
export function createApp(): Express {
  return express().disable('x-powered-by').disable('etag');
}

/** Classes of messages for `createServer`, which Express has no more to change. */
export interface MessageClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

/**
 * Express sets the prototype of each request and response to its own. Made with that prototype from the start they stay
 * the objects that V8 has compiled Node's HTTP code for.
 */
export function adoptMessages(app: Express): MessageClasses {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(ExpressRequest.prototype, express.request);
  Object.setPrototypeOf(ExpressResponse.prototype, express.response);
  Object.defineProperty(app, 'request', { value: inheritApp(ExpressRequest.prototype, app) });
  Object.defineProperty(app, 'response', { value: inheritApp(ExpressResponse.prototype, app) });
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

/** As Express's own prototypes have it. */
function inheritApp(prototype: object, app: Express): object {
  return Object.defineProperty(prototype, 'app', { value: app, configurable: true, enumerable: true, writable: true });
}
