import { createServer } from 'node:https';
import { constantAnswer, listenAndTell, pairFromArguments } from './constant-answer.ts';

/** The least that a webhook on Node can do: read, parse, answer. */
const server = createServer(pairFromArguments(), (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const review = JSON.parse(Buffer.concat(chunks).toString());
    const body = JSON.stringify(constantAnswer(review.request.uid));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
listenAndTell(server);
