import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import express from 'express';
import supertest from 'supertest';
import { adoptMessages } from '../../src/http/express.ts';

function prototypes(request: IncomingMessage, response: ServerResponse): readonly unknown[] {
  return [Object.getPrototypeOf(request), Object.getPrototypeOf(response)];
}

describe('adopted messages', () => {
  test('come to Express with the prototypes that it would give them', async () => {
    const app = express();
    let [asMade, asRouted]: (readonly unknown[])[] = [];
    app.get('/', (request, response) => {
      asRouted = prototypes(request, response);
      response.json({ host: request.hostname, isOfApp: request.app === app && response.app === app });
    });
    const server = createServer(adoptMessages(app), (request, response) => {
      asMade = prototypes(request, response);
      app(request, response);
    });
    const { body } = await supertest(server).get('/');
    assert.deepEqual(body, { host: '127.0.0.1', isOfApp: true });
    assert.equal(asMade?.[0], asRouted?.[0]);
    assert.equal(asMade?.[1], asRouted?.[1]);
  });
});
