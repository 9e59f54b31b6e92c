import { createServer } from 'node:https';
import { Field } from '../../../src/documents/field.ts';
import { issuePair } from '../../../src/tls/issue.ts';
import { closeNow, listenLocally } from '../local-server.ts';
import type { ControlPlane } from './control-plane.ts';

/** What the stand-in does with a pod: the profile that it chooses, or undefined to leave the pod alone. */
export type Choice = (namespace: string) => string | undefined;

/**
 * Replaces EKS's own webhook, under its name and so before ours: sets scheduler and label on the pods that it chooses.
 *
 * @returns what ends it.
 */
export async function installEksStandIn(controlPlane: ControlPlane, choose: Choice): Promise<() => Promise<void>> {
  const { caPem, certificatePem, keyPem } = await issuePair({ hosts: ['127.0.0.1'], nowMs: Date.now(), validDays: 1 });
  const server = createServer({ cert: certificatePem, key: keyPem }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const review = new Field(JSON.parse(Buffer.concat(chunks).toString())).get('request');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(review, choose)));
  });
  const port = await listenLocally(server);
  await apply(controlPlane, { port, caPem });
  return () => closeNow(server);
}

function answer(request: Field, choose: Choice): object {
  const response = { uid: request.get('uid').value, allowed: true };
  const profile = choose(request.get('namespace').string() ?? '');
  const patch =
    profile === undefined ? {} : { patchType: 'JSONPatch', patch: patchFor(request.get('object'), profile) };
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { ...response, ...patch } };
}

function patchFor(pod: Field, profile: string): string {
  const labels = { ...pod.get('metadata').get('labels').stringMap(), 'eks.amazonaws.com/fargate-profile': profile };
  const operations = [
    { op: 'add', path: '/metadata/labels', value: labels },
    { op: 'add', path: '/spec/schedulerName', value: 'fargate-scheduler' },
  ];
  return Buffer.from(JSON.stringify(operations)).toString('base64');
}

/** As EKS configures its own (seen), but for where it is called. */
async function apply(
  { kubectlOutput }: ControlPlane,
  { port, caPem }: { readonly port: number; readonly caPem: string },
): Promise<void> {
  const name = '0500-amazon-eks-fargate-mutation.amazonaws.com';
  const configuration = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name,
        admissionReviewVersions: ['v1'],
        clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(caPem).toString('base64') },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
        failurePolicy: 'Ignore',
        reinvocationPolicy: 'Never',
        timeoutSeconds: 5,
        sideEffects: 'None',
      },
    ],
  };
  await kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(configuration) });
}
