import type { TestContext } from 'node:test';
import { InputProfiles } from '../../../src/documents/assessment/profile.ts';
import { ALL_KINDS } from '../../../src/documents/workloads/workload-kinds.ts';
import { DEFAULT_LIMITS } from '../../../src/fargate/profile-rules.ts';
import { compileProfiles } from '../../../src/fargate/profile-set.ts';
import { type CheckReport, createReport } from '../../../src/inspection/check-report.ts';
import { checkText } from '../../../src/inspection/check-text.ts';
import { createPolicy } from '../../../src/suppression/policy.ts';
import { fileWith, folderWith, WEB_YAML } from '../profile-files.ts';
import { type CliRun, runCli, type TerminalParts } from '../terminal.ts';

const CONTAINERS = '[{name: app, image: app, resources: {requests: {cpu: 500m, memory: 768Mi}}}]';

/** A Deployment with nothing to say about it. */
export function deployment(name: string, podSpec = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  template:
    spec:
      containers: ${CONTAINERS}
${podSpec}`;
}

/** Which Fargate refuses: in line 10. */
export const ON_HOST_NETWORK = deployment('host', '      hostNetwork: true\n');

/** Which is only worth a hint: in line 10. */
export const SPREAD = deployment('spread', '      topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone}]\n');

export const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n';

export interface CheckSetup {
  readonly files?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly terminal?: TerminalParts;
}

/** Runs `check` on a folder of these files, if any; the folder's own path is left out of what it says. */
export async function runCheck(t: TestContext, { files, flags = [], terminal = {} }: CheckSetup): Promise<CliRun> {
  const folder = await folderWith(t, files ?? {});
  const profiles = await fileWith(t, 'profiles.yaml', WEB_YAML);
  const paths = files === undefined ? [] : ['-f', folder];
  const { code, output, errors } = await runCli(['check', ...paths, '--profiles', profiles, ...flags], terminal);
  const short = (text: string) => text.replaceAll(`${folder}/`, '').replaceAll(folder, 'FOLDER');
  return { code, output: short(output), errors: short(errors) };
}

/** The report of one text, against {@link WEB_YAML}. */
export async function reportOf(
  text: string,
  name = 'web.yaml',
  isFound = false,
  policy = createPolicy({}),
): Promise<CheckReport> {
  const source = { text, name, isFound, isInChart: false };
  const profiles = compileProfiles([
    {
      name: 'web',
      clusterName: undefined,
      status: 'ACTIVE',
      selectors: [{ namespace: 'shop', labels: new Map() }],
      healthIssues: [],
    },
  ]);
  const inputProfiles = new InputProfiles({ limits: DEFAULT_LIMITS, cluster: { clusterName: undefined, profiles } });
  return createReport(
    await checkText(source, { namespace: 'default', kinds: ALL_KINDS, profiles, inputProfiles, policy }),
  );
}
