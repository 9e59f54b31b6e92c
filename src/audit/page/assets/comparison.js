/** @import { Comparison, CostChange, WorkloadChange } from '../../comparison/comparison.ts' */
/** @import { Move, Problem } from '../../comparison/workload-difference.ts' */
import { badge, element, part, quoted } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, decimal, moment, money } from './text.js';

const CHANGES_AT_ONCE = 50;

/**
 * What has changed since an earlier report, where the audit was given one.
 * @param {Comparison | undefined} comparison
 */
export function showComparison(comparison) {
  if (comparison === undefined) return;
  const section = part('comparison');
  const list = element('ul', { class: 'said', 'aria-label': 'Changed workloads' });
  const growing = growingList({ container: list, build: changeItem, step: CHANGES_AT_ONCE });
  section.append(element('p', {}, describeComparison(comparison)), ...notesList(comparison.notes), list, growing.more);
  growing.show(comparison.workloads);
  section.hidden = false;
}

/** @param {Comparison} comparison */
function describeComparison({ since, counts, cost }) {
  const workloads = [
    `${counted(counts.new, 'workload')} new`,
    `${decimal(counts.gone)} gone`,
    `${decimal(counts.changed)} changed`,
    `${decimal(counts.unchanged)} as before`,
  ];
  const costs = cost === undefined ? '' : `; ${money(cost.before)} a month then, ${money(cost.after)} now`;
  return ['Since ', element('time', { datetime: since }, [moment(since)]), `: ${workloads.join(', ')}${costs}`];
}

/** @param {readonly string[]} notes */
function notesList(notes) {
  if (notes.length === 0) return [];
  const items = notes.map((note) => element('li', {}, [quoted(note)]));
  return [element('ul', { class: 'notes', 'aria-label': 'Notes' }, items)];
}

/** @param {WorkloadChange} workload */
function changeItem({ change, kind, namespace, name, moves, cost, appeared, resolved }) {
  const parts = [...moves.map(describeMove), ...describeCost(cost)];
  const list = [...appeared.map(problemItem('appeared')), ...resolved.map(problemItem('resolved'))];
  return element('li', {}, [
    element('strong', {}, [change]),
    ' ',
    quoted(`${kind} ${namespace}/${name}`),
    ...parts.flatMap((text, index) => [index === 0 ? ': ' : '; ', quoted(text)]),
    ...(list.length === 0 ? [] : [element('ul', { class: 'problems' }, list)]),
  ]);
}

/** @param {Move} move */
function describeMove({ what, before, after }) {
  return `${what} ${before.join(', ') || 'none'} → ${after.join(', ') || 'none'}`;
}

/** @param {CostChange | undefined} cost */
function describeCost(cost) {
  if (cost === undefined || cost.before === cost.after) return [];
  return [`${money(cost.before)} → ${money(cost.after)} a month`];
}

/** @param {'appeared' | 'resolved'} word */
function problemItem(word) {
  return (/** @type {Problem} */ { level, code, field, message }) =>
    element('li', {}, [
      word === 'appeared' ? badge('fail', word) : badge('pass', word),
      ` ${level} `,
      element('code', {}, [quoted(code)]),
      ...(field === undefined ? [] : [' at ', element('code', {}, [quoted(field)])]),
      ': ',
      quoted(message),
    ]);
}
