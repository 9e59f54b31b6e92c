import { readFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';

const PATCH = Buffer.from(
  JSON.stringify([{ op: 'add', path: '/metadata/annotations/fargate-admission~1profile', value: 'web' }]),
).toString('base64');

/** The same for every review but for its uid: what a server costs that decides nothing. */
export function constantAnswer(uid: unknown) {
  const response = { uid, allowed: true, patchType: 'JSONPatch', patch: PATCH };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response };
}

/** The pair that every server of the bench has: its files are the first two arguments. */
export function pairFromArguments() {
  const [certificatePath = '', keyPath = ''] = process.argv.slice(2);
  return { cert: readFileSync(certificatePath), key: readFileSync(keyPath) };
}

/** Logs the port as the webhook does. */
export function listenAndTell(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const port = portOf(server.address());
    process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
  });
}

function portOf(address: AddressInfo | string | null): number | undefined {
  return typeof address === 'object' ? address?.port : undefined;
}
