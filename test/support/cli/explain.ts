import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FakeTerminal } from '../terminal.ts';

export const PROFILES = 'fargateProfileName: web\nselectors:\n  - namespace: shop\n';

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

export interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: readonly string[];
}

/** Runs `explain` on profiles of its own. */
export async function explain(
  t: TestContext,
  args: readonly string[],
  { environment = {}, input = '' }: { readonly environment?: Record<string, string>; readonly input?: string } = {},
): Promise<Run> {
  const terminal = new FakeTerminal(environment);
  terminal.input = input;
  const profiles = await fileOf(t, 'profiles.yaml', PROFILES);
  const code = await run(['explain', `--profiles=${profiles}`, ...args], terminal);
  return { code, output: terminal.output, errors: terminal.errors.trimEnd().split('\n') };
}

export async function fileOf(t: TestContext, name: string, text: string): Promise<string> {
  const path = join(await temporaryFolder(t), name);
  await writeFile(path, text);
  return path;
}

export function titlesIn(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^[A-Z]/.test(line));
}
