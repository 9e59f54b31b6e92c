/** @import { FleetCluster } from '../../fleet/fleet-report.ts' */
/** @import { AuditedWorkload } from '../../report/report.ts' */
/** @import { FleetFilter } from './fleet-filter.js' */
/** @import { Column, Sorting } from './workload-columns.js' */
import { element, part, quoted, scrollable } from './elements.js';
import { isWantedCluster } from './fleet-filter.js';
import { growingList } from './growing-list.js';
import { FURTHER_COLUMNS, NAME_COLUMN, RESULT_COLUMN, sortableHeaders, sorted } from './workload-columns.js';
import { isWanted } from './workload-filter.js';
import { describeShown, ROWS_AT_ONCE, rememberedRows } from './workload-table.js';

/**
 * The workloads of all clusters, as the page of one cluster shows them, each with its cluster.
 * @param {readonly FleetCluster[]} clusters
 * @param {(cluster: FleetCluster) => string} nameOf
 */
export function showFleetWorkloads(clusters, nameOf) {
  const clusterOf = clustersOfWorkloads(clusters);
  const workloads = [...clusterOf.keys()];
  const further = [clusterColumn(clusterOf, nameOf), ...FURTHER_COLUMNS];
  /** @type {Sorting} */
  let sorting = { column: RESULT_COLUMN, direction: 'descending' };
  let matching = workloads;
  const headers = sortableHeaders([RESULT_COLUMN, NAME_COLUMN, ...further], (wanted) => {
    sorting = wanted;
    update();
  });
  const status = element('p', { role: 'status', class: 'status' });
  const table = element('table', { class: 'workloads' }, [element('thead', {}, [headers.row])]);
  const growing = growingList({
    container: table,
    step: ROWS_AT_ONCE,
    build: rememberedRows(further),
    onShown: (shown) => {
      status.textContent = describeShown(shown, matching.length, workloads.length);
    },
  });

  function update() {
    headers.mark(sorting);
    growing.show(sorted(matching, sorting));
  }

  part('workloads').append(status, scrollable('Table of workloads', table), growing.more);
  return {
    /** @param {FleetFilter} filter */
    show(filter) {
      const wanted = { result: filter.result, text: filter.text, profile: '', namespace: '' };
      const wantedClusters = new Set(clusters.filter((cluster) => isWantedCluster(cluster, filter)));
      matching = [...clusterOf]
        .filter(([workload, cluster]) => wantedClusters.has(cluster) && isWanted(workload, wanted))
        .map(([workload]) => workload);
      update();
    },
  };
}

/**
 * The report of a fleet holds no pods: their list is empty.
 * @param {readonly FleetCluster[]} clusters
 * @returns {ReadonlyMap<AuditedWorkload, FleetCluster>}
 */
function clustersOfWorkloads(clusters) {
  return new Map(
    clusters.flatMap((cluster) =>
      cluster.workloads.map((workload) => /** @type {const} */ ([{ ...workload, podList: [] }, cluster])),
    ),
  );
}

/**
 * @param {ReadonlyMap<AuditedWorkload, FleetCluster>} clusterOf
 * @param {(cluster: FleetCluster) => string} nameOf
 * @returns {Column}
 */
function clusterColumn(clusterOf, nameOf) {
  const value = (/** @type {AuditedWorkload} */ workload) => {
    const cluster = clusterOf.get(workload);
    return cluster === undefined ? '' : nameOf(cluster);
  };
  return {
    id: 'cluster',
    title: 'Cluster',
    value,
    isNumber: false,
    first: 'ascending',
    cell: (workload) => [quoted(value(workload))],
  };
}
