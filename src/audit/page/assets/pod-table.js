/** @import { AuditedPod, AuditedWorkload } from '../../report/report.ts' */
import { badge } from './badge.js';
import { element, quoted, scrollable } from './elements.js';
import { growingList } from './growing-list.js';
import { NOTHING, vcpuAndMemory } from './text.js';

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
  const told = new Set(verdicts.map(({ fix }) => fix));
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
    build: (/** @type {AuditedPod} */ pod) => podRow(pod, told),
  });
  growing.show(podList);
  return [scrollable(`Pods of ${name}`, table), growing.more];
}

/**
 * @param {AuditedPod} pod
 * @param {ReadonlySet<string>} told What the verdicts have said already.
 */
function podRow(pod, told) {
  const { name, result, code, message, fix, profile, requested } = pod;
  const own = told.has(fix) ? [] : [element('p', { class: 'fix' }, ['What to do: ', quoted(fix)])];
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
function provisioned({ provisioned: size, isForecast }) {
  if (size === undefined) return NOTHING;
  return isForecast ? `${vcpuAndMemory(size)} (forecast)` : vcpuAndMemory(size);
}
