/** @import { Amount } from '../../../fargate/cost.ts' */
/** @import { FleetCluster, FleetReport } from '../../fleet/fleet-report.ts' */
/** @import { AuditError, Totals } from '../../report/report.ts' */
import { element, part, quoted, quotedList, RESULTS } from './elements.js';
import { clusterKey, shownNames } from './fleet-names.js';
import { fact, figure, figures, resultsBar, resultsList } from './summary.js';
import { counted, decimal, moment } from './text.js';

/**
 * When the first cluster was audited, and by what.
 * @param {FleetReport} report
 */
export function showFleet({ clusters, failed }) {
  part('cluster').append(`of ${counted(clusters.length + failed.length, 'cluster')}`);
  const [first] = clusters.map(({ audited }) => audited).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (first === undefined) return;
  part('audited').append(
    fact('Audited from', element('time', { datetime: first.at }, [moment(first.at)])),
    fact('Namespaces', ...(first.namespaces.length === 0 ? ['all'] : quotedList(first.namespaces))),
    fact('By', 'fargate-admission ', quoted(first.version)),
  );
}

/**
 * What is missing of each cluster: all, or a part.
 * @param {FleetReport} report
 * @returns {readonly AuditError[]}
 */
export function fleetErrors({ clusters, failed }) {
  const nameOf = shownNames(clusters);
  return [
    ...failed.map((cluster) => ({ resource: clusterKey(cluster), reason: `not audited: ${cluster.reason}` })),
    ...clusters.flatMap((cluster) =>
      cluster.errors.map((error) => ({ ...error, resource: `${nameOf(cluster)}: ${error.resource}` })),
    ),
  ];
}

/**
 * The sums over the clusters that the filter leaves.
 * @param {readonly FleetCluster[]} clusters
 * @param {number} all How many were audited.
 */
export function showSums(clusters, all) {
  const totals = sumOf(clusters);
  const workloads = clusters.reduce((sum, cluster) => sum + cluster.workloads.length, 0);
  part('figures').replaceChildren(
    figure('Clusters', decimal(clusters.length), `of ${decimal(all)} audited`),
    ...figures(totals, workloads),
  );
  part('results').replaceChildren(resultsBar(totals.results), resultsList(totals.results));
  part('estimate').replaceChildren(...estimates(clusters));
}

/**
 * @param {readonly FleetCluster[]} clusters
 * @returns {Totals}
 */
export function sumOf(clusters) {
  const totals = clusters.map(({ summary }) => summary);
  const fargate = totals.map((one) => one.fargate);
  const sum = (/** @type {readonly number[]} */ numbers) => numbers.reduce((all, number) => all + number, 0);
  const results = { error: 0, fail: 0, warn: 0, pass: 0, skip: 0 };
  for (const result of RESULTS) results[result] = sum(totals.map((one) => one.results[result]));
  return {
    pods: sum(totals.map(({ pods }) => pods)),
    results,
    fargate: {
      pods: sum(fargate.map(({ pods }) => pods)),
      requested: sumOfAmounts(fargate.map(({ requested }) => requested)),
      provisioned: sumOfAmounts(fargate.map(({ provisioned }) => provisioned)),
      unused: sumOfAmounts(fargate.map(({ unused }) => unused)),
      costPerMonth: sum(fargate.map(({ costPerMonth }) => costPerMonth)),
      unusedCostPerMonth: sum(fargate.map(({ unusedCostPerMonth }) => unusedCostPerMonth)),
    },
  };
}

/**
 * @param {readonly Amount[]} amounts
 * @returns {Amount}
 */
function sumOfAmounts(amounts) {
  let [vcpu, gigabytes, storageGigabytes] = [0, 0, 0];
  for (const amount of amounts) {
    vcpu += amount.vcpu;
    gigabytes += amount.gigabytes;
    storageGigabytes += amount.storageGigabytes ?? 0;
  }
  return { vcpu, gigabytes, ...(storageGigabytes > 0 && { storageGigabytes }) };
}

/**
 * Clusters of one region have one price.
 * @param {readonly FleetCluster[]} clusters
 */
function estimates(clusters) {
  const sources = [...new Set(clusters.map(({ prices }) => prices.source))];
  if (sources.length === 0) return [];
  const hasUnpricedStorage = clusters.some(
    ({ summary, prices }) =>
      (summary.fargate.provisioned.storageGigabytes ?? 0) > 0 && prices.storageGigabyteHour === undefined,
  );
  return [
    'Costs are an estimate by the ',
    ...quotedList(sources),
    `. ${hasUnpricedStorage ? 'Storage over 20 GB a pod whose price is not known, data' : 'Data'} transfer and taxes are left out. `,
    'Unused is what is provisioned beyond the requests and the 256 MiB per pod that Fargate adds.',
  ];
}
