/** @import { UpgradedWorkload, UpgradeReport } from '../../upgrade/upgrade-report.ts' */
import { badge, element, part, quoted } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, decimal } from './text.js';

const ITEMS_AT_ONCE = 50;

/**
 * What a change of the version of Kubernetes means, where the audit was asked for it.
 * @param {UpgradeReport | undefined} upgrade
 */
export function showUpgrade(upgrade) {
  if (upgrade === undefined) return;
  const { workloads, blockingBudgets } = upgrade;
  const section = part('upgrade');
  section.append(
    element('p', {}, [describeUpgrade(upgrade)]),
    ...saidList('Workloads to restart', workloads, workloadItem),
    ...saidList('PodDisruptionBudgets that allow no eviction', blockingBudgets, budgetItem),
    ...restartCommands(workloads),
  );
  section.hidden = false;
}

/** @param {UpgradeReport} upgrade */
function describeUpgrade({ from, to, pods, unknownPods }) {
  const whole = pods.fail + pods.warn + pods.pass + unknownPods;
  const unknown = unknownPods === 0 ? '' : `, ${decimal(unknownPods)} unknown`;
  const results = `${decimal(pods.fail)} fail, ${decimal(pods.warn)} warn, ${decimal(pods.pass)} pass${unknown}`;
  return `Kubernetes ${from} → ${to}, ${counted(whole, 'pod')} on Fargate: ${results}`;
}

/**
 * @template Item
 * @param {string} title
 * @param {readonly Item[]} items
 * @param {(item: Item) => Element} build
 */
function saidList(title, items, build) {
  if (items.length === 0) return [];
  const list = element('ul', { class: 'said', 'aria-label': title });
  const growing = growingList({ container: list, build, step: ITEMS_AT_ONCE });
  growing.show(items);
  return [element('h3', {}, [title]), list, growing.more];
}

/** @param {UpgradedWorkload} workload */
function workloadItem({ kind, namespace, name, result, message, pods, budgets }) {
  const protection = budgets.length === 0 ? '' : `, budget ${budgets.join(', ')}`;
  return element('li', {}, [
    badge(result),
    ' ',
    quoted(`${kind} ${namespace}/${name}`),
    ' ',
    quoted(message),
    ' (',
    quoted(`${counted(pods, 'pod')}${protection}`),
    ')',
  ]);
}

/** @param {UpgradeReport['blockingBudgets'][number]} budget */
function budgetItem({ namespace, name, forbids }) {
  return element('li', {}, [
    badge('warn'),
    ' PodDisruptionBudget ',
    quoted(`${namespace}/${name}`),
    ' allows no eviction: ',
    quoted(forbids),
    '. EKS deletes its pods in the end when it patches their nodes',
  ]);
}

/**
 * In the order in which they are to run. The lines are copied together, and so they are shown together.
 * @param {readonly UpgradedWorkload[]} workloads
 */
function restartCommands(workloads) {
  const commands = workloads.flatMap(({ restart }) => restart);
  if (commands.length === 0) return [];
  const lines = commands.flatMap((command, index) => (index === 0 ? [quoted(command)] : ['\n', quoted(command)]));
  const title = 'To restart, one after the other';
  const attributes = { class: 'scrollable commands', role: 'region', 'aria-label': title, tabindex: '0' };
  return [element('h3', {}, [title]), element('pre', attributes, [element('code', {}, lines)])];
}
