/** @import { AuditedWorkload, ReportedFinding, ReportedVerdict, Saving } from '../../report/report.ts' */
/** @import { Result } from '../../result.ts' */
import { badge } from './badge.js';
import { element, quoted, quotedList } from './elements.js';
import { podTable } from './pod-table.js';
import { counted, money, vcpuAndMemory } from './text.js';

/**
 * All there is about one workload.
 * @param {AuditedWorkload} workload
 */
export function workloadDetail(workload) {
  const { verdicts, findings, saving, fargate } = workload;
  const found = element('ul', { class: 'said' }, findings.map(findingItem));
  return element('div', { class: 'detail' }, [
    ...section('What is said about its pods', element('ul', { class: 'said' }, verdicts.map(verdictItem))),
    ...(findings.length === 0 ? [] : section('What is found in a new pod', found)),
    ...(fargate.pods === 0 ? [] : section('Size', sizes(workload))),
    ...(saving === undefined ? [] : section('Cheapest saving', savingText(saving, fargate.pods))),
    ...section('Pods', ...podTable(workload)),
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
  return [element('p', { class: 'fix' }, [element('strong', {}, ['What to do: ']), quoted(fix)])];
}

/** @param {AuditedWorkload} workload */
function sizes({ sizes: given, fargate: { requested, provisioned, pods } }) {
  return element('p', {}, [
    ...quotedList(given),
    `. In all ${vcpuAndMemory(provisioned)} provisioned for ${counted(pods, 'pod')}, `,
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
    'Request in all ',
    quoted(changes.join(', ')),
    ': a pod then gets ',
    quoted(to),
    ' instead of ',
    quoted(from),
    `, which saves ${money(savedPerMonth)} a month (${counted(pods, 'pod')}). `,
    `At most ${Math.ceil(share * 100)} % of a request is given up.`,
  ]);
}
