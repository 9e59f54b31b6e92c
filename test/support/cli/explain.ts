import type { TestContext } from 'node:test';
import { fileWith, WEB_YAML } from '../profile-files.ts';
import { runCli, type TerminalParts } from '../terminal.ts';

export const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers:
        - name: web
          image: web
          resources:
            limits: {cpu: 250m, memory: 256Mi}
`;

export const JOB =
  'apiVersion: batch/v1\nkind: Job\nmetadata: {name: night}\nspec: {template: {spec: {containers: [{name: night, image: night}]}}}\n';
export const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';

export const WEB_TEXT = `Deployment shop/web, standard input:1
  Its pods are bound for Fargate profile web: selector 0 matches.

  Profiles, in the order in which EKS prefers them:
    ✓ web, ACTIVE: takes the pod
      ✓ selector 0: namespace shop

  Size: 0.25vCPU 0.5GB
                           cpu  memory
    container web         250m   256Mi  cpu and memory from the limit
    sum                   250m   256Mi
    + Fargate itself             256Mi
    needed                250m   512Mi
    provisioned       0.25vCPU   0.5GB  the cheapest size that holds it

  Findings: none
`;

/** Runs `explain` on profiles of its own. @returns what it prints as errors by lines. */
export async function explain(t: TestContext, args: readonly string[], terminal: TerminalParts = {}) {
  const profiles = await fileWith(t, 'profiles.yaml', WEB_YAML);
  const { code, output, errors } = await runCli(['explain', `--profiles=${profiles}`, ...args], terminal);
  return { code, output, errors: errors.trimEnd().split('\n') };
}

export function titlesIn(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^[A-Z]/.test(line));
}
