/** @import { Saving } from '../../../fargate/estimate.ts' */
/** @import { AuditedPod, AuditedWorkload, ReportedFinding, ReportedVerdict } from '../../report/report.ts' */
/** @import { Result } from '../../result.ts' */
import { badge, element, quoted, quotedList, scrollable } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, money, NOTHING, vcpuAndMemory } from './text.js';

/**
 * Everything that the report holds about one workload.
 * @param {AuditedWorkload} workload
 */
export function workloadDetail(workload) {
  const { verdicts, findings, saving, fargate, podList } = workload;
  const found = element('ul', { class: 'said' }, findings.map(findingItem));
  return element('div', { class: 'detail' }, [
    ...section('Verdicts on its pods', element('ul', { class: 'said' }, verdicts.map(verdictItem))),
    ...(findings.length === 0 ? [] : section('Findings for a new pod', found)),
    ...(fargate.pods === 0 ? [] : section('Size', sizes(workload))),
    ...(saving === undefined ? [] : section('Cheapest saving', savingText(saving, fargate.pods))),
    ...(podList.length === 0 ? [] : section('Pods', ...podTable(workload))),
  ]);
}

/**
 * @param {string} title
 * @param {...Node} content
 */
function section(title, ...content) {
  return [element('h3', {}, [title]), ...content];
}

/** @param {ReportedVerdict} verdict */
function verdictItem({ result, code, message, fix, pods }) {
  return element('li', {}, [
    badge(result),
    ' ',
    element('code', {}, [code]),
    ` ${counted(pods, 'pod')}: `,
    quoted(message),
    ...fixText(fix),
  ]);
}

/** @type {Readonly<Record<ReportedFinding['severity'], Result>>} */
const LIKE_RESULT = { error: 'fail', warning: 'warn', hint: 'skip' };

/** @param {ReportedFinding} finding */
function findingItem({ severity, code, field, message, fix }) {
  return element('li', {}, [
    badge(LIKE_RESULT[severity], severity),
    ' ',
    element('code', {}, [code]),
    ' at ',
    element('code', {}, [quoted(field)]),
    ': ',
    quoted(message),
    ...fixText(fix),
  ]);
}

/**
 * @param {string} fix
 * @returns {readonly Node[]}
 */
function fixText(fix) {
  if (fix === '') return [];
  return [element('p', { class: 'fix' }, [element('strong', {}, ['Fix: ']), quoted(fix)])];
}

/** @param {AuditedWorkload} workload */
function sizes({ sizes: given, fargate: { requested, provisioned, pods } }) {
  return element('p', {}, [
    ...quotedList(given),
    `. In total ${vcpuAndMemory(provisioned)} provisioned for ${counted(pods, 'pod')}, `,
    `${vcpuAndMemory(requested)} requested.`,
  ]);
}

/**
 * @param {Saving} saving
 * @param {number} pods
 */
function savingText({ from, to, cpu, memory, share, savedPerMonth }, pods) {
  const changes = [
    ...(cpu === undefined ? [] : [`cpu ${cpu.to} instead of ${cpu.from}`]),
    ...(memory === undefined ? [] : [`memory ${memory.to} instead of ${memory.from}`]),
  ];
  return element('p', {}, [
    'Request in total ',
    quoted(changes.join(', ')),
    ': a pod then gets ',
    quoted(to),
    ' instead of ',
    quoted(from),
    `, which saves ${money(savedPerMonth)} a month (${counted(pods, 'pod')}). `,
    `The largest reduction of a request is ${Math.ceil(share * 100)} %.`,
  ]);
}

const PODS_AT_ONCE = 200;
const TITLES = ['Result', 'Pod', 'Verdict', 'Node', 'Profile', 'Requested', 'Provisioned'];

/** @type {Readonly<Record<AuditedPod['placement'], string>>} */
const PLACES = {
  fargate: 'on Fargate',
  'fargate-pending': 'waiting for Fargate',
  'other-node': 'off Fargate',
  pending: 'without a node',
};

/**
 * The pods of a workload.
 * @param {AuditedWorkload} workload
 * @returns {readonly HTMLElement[]}
 */
export function podTable({ name, verdicts, podList }) {
  const shownFixes = new Set(verdicts.map(({ fix }) => fix));
  const head = element(
    'tr',
    {},
    TITLES.map((title) => element('th', { scope: 'col' }, [title])),
  );
  const body = element('tbody');
  const table = element('table', { class: 'pods' }, [element('thead', {}, [head]), body]);
  const growing = growingList({
    container: body,
    step: PODS_AT_ONCE,
    build: (/** @type {AuditedPod} */ pod) => podRow(pod, shownFixes),
  });
  growing.show(podList);
  return [scrollable(`Pods of ${name}`, table), growing.more];
}

/**
 * @param {AuditedPod} pod
 * @param {ReadonlySet<string>} shownFixes The fixes that the verdicts of the workload show.
 */
function podRow(pod, shownFixes) {
  const { name, result, code, message, fix, profile, requested } = pod;
  const own = shownFixes.has(fix) ? [] : [element('p', { class: 'fix' }, ['Fix: ', quoted(fix)])];
  return element('tr', {}, [
    element('td', {}, [badge(result)]),
    element('th', { scope: 'row' }, [quoted(name)]),
    element('td', {}, [element('code', {}, [code]), ' ', quoted(message), ...own]),
    element('td', {}, place(pod)),
    element('td', {}, [profile === undefined ? NOTHING : quoted(profile)]),
    element('td', { class: 'size' }, [vcpuAndMemory(requested)]),
    element('td', { class: 'size' }, [provisioned(pod)]),
  ]);
}

/** @param {AuditedPod} pod */
function place({ node, placement }) {
  const words = PLACES[placement];
  return node === undefined ? [words] : [quoted(node), element('span', { class: 'second' }, [words])];
}

/** @param {AuditedPod} pod */
function provisioned({ provisioned: size, isPredicted }) {
  if (size === undefined) return NOTHING;
  return isPredicted ? `${vcpuAndMemory(size)} (predicted)` : vcpuAndMemory(size);
}
