/** @import { FleetCluster, FleetReport } from '../../fleet/fleet-report.ts' */
/** @import { AUDIT_CODES } from '../../result.ts' */
import { part } from './elements.js';
import { showClusters } from './fleet-clusters.js';
import { fleetFields, isWantedCluster } from './fleet-filter.js';
import { clusterKey, shownNames } from './fleet-names.js';
import { fleetErrors, showFleet, showSums } from './fleet-summary.js';
import { showFleetWorkloads } from './fleet-workloads.js';
import { showErrors, showLegend } from './summary.js';
import { useCurrency } from './text.js';
import { readAddress, writeAddress } from './workload-table.js';

/** @type {FleetReport} */
const fleet = JSON.parse(part('report').textContent);
/** @type {typeof AUDIT_CODES} */
const fleetCodes = JSON.parse(part('codes').textContent);

useCurrency(fleet.currency);
showFleet(fleet);
showErrors(fleetErrors(fleet));
showFiltered(fleet.clusters);
showLegend({ workloads: fleet.clusters.flatMap(({ workloads }) => workloads) }, fleetCodes);

/**
 * One filter for sums, clusters and workloads.
 * @param {readonly FleetCluster[]} clusters
 */
function showFiltered(clusters) {
  const nameOf = shownNames(clusters);
  const fields = fleetFields(clusters, { nameOf, onInput: update, onChange: remember });
  part('filter').append(fields.element);
  const clusterTable = showClusters(clusters, { nameOf, onOpen: open });
  const workloadTable = showFleetWorkloads(clusters, nameOf);

  function update() {
    const filter = fields.chosen();
    const wanted = clusters.filter((cluster) => isWantedCluster(cluster, filter));
    showSums(wanted, clusters.length);
    clusterTable.show(wanted);
    workloadTable.show(filter);
  }

  function remember() {
    writeAddress({ ...fields.chosen() });
  }

  function restore() {
    const address = readAddress();
    if (address === undefined) return;
    fields.choose(address);
    update();
  }

  /** @param {FleetCluster} cluster */
  function open(cluster) {
    fields.choose(new Map([['cluster', clusterKey(cluster)]]));
    update();
    remember();
    const workloads = part('workloads');
    workloads.scrollIntoView();
    workloads.focus();
  }

  window.addEventListener('hashchange', restore);
  update();
  restore();
}
