import type { Command } from 'commander';
import type { UpgradedWorkload, UpgradeReport } from '../../audit/upgrade/upgrade-report.ts';
import { minorVersionIn } from '../../audit/version-skew.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { parsed, refused, type ValueType } from '../../settings/value-type.ts';
import { type Flag, readTyped } from '../shared/flags.ts';
import { count, type Paint, printable, RESULT_TONES } from '../shared/terminal-text.ts';

export const TARGET_VERSION_FLAG = {
  name: 'target-version',
  placeholder: 'VERSION',
  description: 'compare the kubelets of Fargate pods with the control plane and with this version, such as 1.37',
} as const satisfies Flag;

export interface WantedUpgrade {
  /** Undefined: kubelets are not compared. */
  readonly targetMinor: number | undefined;
}

export function readTargetVersion(command: Command, reader: SettingReader): number | undefined {
  return readTyped(command, { flag: TARGET_VERSION_FLAG, type: VERSION, reader });
}

const VERSION: ValueType<number> = {
  placeholder: 'VERSION',
  parse: (text) => {
    const minor = minorVersionIn(text);
    return minor === undefined ? refused('a version of Kubernetes, such as 1.37') : parsed(minor);
  },
  format: (minor) => `1.${minor}`,
};

/** `Kubernetes 1.36 → 1.37, 12 pods on Fargate: 2 fail, 4 warn, 6 pass` */
export function describeUpgrade({ from, to, pods, unknownPods }: UpgradeReport): string {
  const whole = pods.fail + pods.warn + pods.pass + unknownPods;
  const unknown = unknownPods === 0 ? '' : `, ${unknownPods} unknown`;
  return `Kubernetes ${from} → ${to}, ${count(whole, 'pod')} on Fargate: ${pods.fail} fail, ${pods.warn} warn, ${pods.pass} pass${unknown}`;
}

export function upgradeLines(upgrade: UpgradeReport | undefined, paint: Paint): readonly string[] {
  if (upgrade === undefined) return [];
  return [
    describeUpgrade(upgrade),
    ...upgrade.workloads.map((workload) => workloadLine(workload, paint)),
    ...upgrade.blockingBudgets.map(
      ({ namespace, name, forbids }) =>
        `  ${paint('warning', 'warn')}  ${printable(`PodDisruptionBudget ${namespace}/${name} allows no eviction: ${forbids}. EKS deletes its pods in the end when it patches their nodes`)}`,
    ),
    ...restartLines(upgrade.workloads),
  ];
}

function workloadLine(
  { kind, namespace, name, result, message, pods, budgets }: UpgradedWorkload,
  paint: Paint,
): string {
  const protection = budgets.length === 0 ? '' : `, budget ${budgets.join(', ')}`;
  const text = `${kind} ${namespace}/${name} ${message} (${count(pods, 'pod')}${protection})`;
  return `  ${paint(RESULT_TONES[result], result)}  ${printable(text)}`;
}

/** Listed, and not run. */
function restartLines(workloads: readonly UpgradedWorkload[]): readonly string[] {
  if (workloads.length === 0) return [];
  const commands = workloads.flatMap(({ restart }) => restart);
  return ['  To restart, one after the other:', ...commands.map((command) => `    ${printable(command)}`)];
}
