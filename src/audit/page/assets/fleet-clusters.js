/** @import { FleetCluster } from '../../fleet/fleet-report.ts' */
/** @import { Totals } from '../../report/report.ts' */
/** @import { Column, Sorting } from './workload-columns.js' */
import { badge, element, part, quoted, RESULTS, scrollable } from './elements.js';
import { sumOf } from './fleet-summary.js';
import { growingList } from './growing-list.js';
import { counted, decimal, money, NOTHING } from './text.js';
import { sortableHeaders, sorted } from './workload-columns.js';

const CLUSTERS_AT_ONCE = 50;

/**
 * A row for each cluster, with a button that asks for its workloads, and the sums.
 * @param {readonly FleetCluster[]} clusters
 * @param {{ readonly nameOf: (cluster: FleetCluster) => string, readonly onOpen: (cluster: FleetCluster) => void }} options
 */
export function showClusters(clusters, { nameOf, onOpen }) {
  const columns = clusterColumns(clusters, nameOf);
  const [resultColumn] = columns;
  /** @type {Sorting<FleetCluster>} */
  let sorting = { column: resultColumn, direction: 'descending' };
  let matching = clusters;
  const headers = sortableHeaders(columns, (wanted) => {
    sorting = wanted;
    update();
  });
  const body = element('tbody');
  const foot = element('tfoot');
  const growing = growingList({
    container: body,
    step: CLUSTERS_AT_ONCE,
    build: (/** @type {FleetCluster} */ cluster) => clusterRow(cluster, { columns, nameOf, onOpen }),
  });

  function update() {
    headers.mark(sorting);
    growing.show(sorted(matching, sorting));
    foot.replaceChildren(totalsRow(matching, columns.length));
  }

  const caption = element('caption', {}, ['The name of a cluster leads to its workloads']);
  const table = element('table', { class: 'clusters' }, [caption, element('thead', {}, [headers.row]), body, foot]);
  part('clusters').append(scrollable('Table of clusters', table), growing.more);
  return {
    /** @param {readonly FleetCluster[]} next */
    show(next) {
      matching = next;
      update();
    },
  };
}

/**
 * @param {readonly FleetCluster[]} clusters
 * @param {(cluster: FleetCluster) => string} nameOf
 * @returns {readonly [Column<FleetCluster>, ...Column<FleetCluster>[]]}
 */
function clusterColumns(clusters, nameOf) {
  const hasUpgrade = clusters.some(({ upgrade }) => upgrade !== undefined);
  return [
    {
      ...wordColumn('result', 'Result', ({ result }) => result),
      first: 'descending',
      value: ({ result }) => -RESULTS.indexOf(result),
      cell: ({ result }) => [badge(result)],
    },
    wordColumn('name', 'Cluster', nameOf),
    wordColumn('region', 'Region', ({ region }) => region ?? NOTHING),
    wordColumn('account', 'Account', ({ accountId }) => accountId ?? NOTHING),
    ...(hasUpgrade ? [wordColumn('upgrade', 'Upgrade', upgradeText)] : []),
    ...SUMS.map(({ id, title, isMoney, of }) => ({
      ...wordColumn(id, title, ({ summary }) => sumText(of(summary), isMoney)),
      isNumber: true,
      first: /** @type {const} */ ('descending'),
      value: (/** @type {FleetCluster} */ { summary }) => of(summary),
    })),
  ];
}

/**
 * The columns of which there is a sum.
 * @type {readonly { readonly id: string, readonly title: string, readonly isMoney: boolean, readonly of: (totals: Totals) => number }[]}
 */
const SUMS = [
  { id: 'pods', title: 'Pods', isMoney: false, of: ({ pods }) => pods },
  { id: 'on-fargate', title: 'On Fargate', isMoney: false, of: ({ fargate }) => fargate.pods },
  { id: 'fail', title: 'Fail', isMoney: false, of: ({ results }) => results.fail },
  { id: 'warn', title: 'Warn', isMoney: false, of: ({ results }) => results.warn },
  { id: 'cost', title: 'Cost a\u00a0month', isMoney: true, of: ({ fargate }) => fargate.costPerMonth },
  { id: 'unused', title: 'Unused a\u00a0month', isMoney: true, of: ({ fargate }) => fargate.unusedCostPerMonth },
];

/**
 * @param {number} sum
 * @param {boolean} isMoney
 */
function sumText(sum, isMoney) {
  return isMoney ? money(sum) : decimal(sum);
}

/**
 * @param {string} id
 * @param {string} title
 * @param {(cluster: FleetCluster) => string} value
 * @returns {Column<FleetCluster>}
 */
function wordColumn(id, title, value) {
  return { id, title, value, isNumber: false, first: 'ascending', cell: (cluster) => [quoted(value(cluster))] };
}

/** @param {FleetCluster} cluster */
function upgradeText({ upgrade }) {
  if (upgrade === undefined) return NOTHING;
  const { from, to, pods, unknownPods } = upgrade;
  const unknown = unknownPods === 0 ? '' : `, ${decimal(unknownPods)} unknown`;
  return `${from} → ${to}: ${decimal(pods.fail)} fail, ${decimal(pods.warn)} warn, ${decimal(pods.pass)} pass${unknown}`;
}

/**
 * @param {FleetCluster} cluster
 * @param {{ readonly columns: readonly Column<FleetCluster>[], readonly nameOf: (cluster: FleetCluster) => string, readonly onOpen: (cluster: FleetCluster) => void }} options
 */
function clusterRow(cluster, { columns, nameOf, onOpen }) {
  const cells = columns.map(({ id, isNumber, cell }) => {
    if (id !== 'name') return element('td', isNumber ? { class: 'number' } : {}, cell(cluster));
    const button = element('button', { type: 'button', class: 'cluster-link' }, [quoted(nameOf(cluster))]);
    button.addEventListener('click', () => onOpen(cluster));
    return element('th', { scope: 'row' }, [button]);
  });
  return element('tr', {}, cells);
}

/**
 * @param {readonly FleetCluster[]} clusters
 * @param {number} columns
 */
function totalsRow(clusters, columns) {
  const totals = sumOf(clusters);
  const title = element('th', { scope: 'row', colspan: String(columns - SUMS.length) }, [
    `Total of ${counted(clusters.length, 'cluster')}`,
  ]);
  const cells = SUMS.map(({ isMoney, of }) => element('td', { class: 'number' }, [sumText(of(totals), isMoney)]));
  return element('tr', {}, [title, ...cells]);
}
