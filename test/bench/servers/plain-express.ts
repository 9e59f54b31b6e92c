import { createServer } from 'node:https';
import express from 'express';
import { constantAnswer, listenAndTell, pairFromArguments } from './constant-answer.ts';

const LARGEST_REVIEW = '7mb';

/** What express gives out of the box, for the same constant answer. */
const app = express();
app.use(express.json({ limit: LARGEST_REVIEW }));
app.post('/{*path}', (request, response) => {
  response.json(constantAnswer(request.body.request.uid));
});
listenAndTell(createServer(pairFromArguments(), app));
