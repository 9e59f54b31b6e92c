/** @import { FleetCluster } from '../../fleet/fleet-report.ts' */
import { element, RESULTS } from './elements.js';
import { clusterKey } from './fleet-names.js';
import { choiceField, chooseIn, filterForm, labelled, plainOption } from './workload-filter.js';

/** A cluster whose kubeconfig does not say its region or account; no region and no account has this name. */
const UNKNOWN = '-';

/**
 * What is asked for; empty where anything will do.
 * @typedef {object} FleetFilter
 * @property {string} cluster A key.
 * @property {string} region
 * @property {string} account
 * @property {string} result Of a pod.
 * @property {string} text
 */

/**
 * The fields by which clusters and their workloads are filtered.
 * @param {readonly FleetCluster[]} clusters
 * @param {{ readonly nameOf: (cluster: FleetCluster) => string, readonly onInput: () => void, readonly onChange: () => void }} options
 */
export function fleetFields(clusters, { nameOf, onInput, onChange }) {
  const named = clusters.map((cluster) => ({ value: clusterKey(cluster), text: nameOf(cluster) }));
  const fields = {
    cluster: choiceField([ANY, ...named.toSorted((a, b) => (a.text < b.text ? -1 : 1))]),
    region: choiceField([ANY, ...valuesOf(clusters, regionOf)]),
    account: choiceField([ANY, ...valuesOf(clusters, accountOf)]),
    result: choiceField([ANY, ...RESULTS.map(plainOption)]),
    text: element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' }),
  };
  /** @param {ReadonlyMap<string, string>} wanted */
  function choose(wanted) {
    for (const [name, field] of Object.entries(fields)) chooseIn(field, wanted.get(name) ?? '');
  }

  const search = filterForm('Filter clusters and workloads', {
    rows: [
      labelled('Cluster', fields.cluster),
      labelled('Region', fields.region),
      labelled('Account', fields.account),
      labelled('Result of a pod', fields.result),
      labelled('Workload: name, namespace, kind, code or message', fields.text),
    ],
    choose,
    onInput,
    onChange,
  });
  return { element: search, choose, chosen: () => fleetFilterOf(fields) };
}

const ANY = { value: '', text: 'any' };

/**
 * @param {readonly FleetCluster[]} clusters
 * @param {(cluster: FleetCluster) => string} read
 */
function valuesOf(clusters, read) {
  const values = [...new Set(clusters.map(read))].toSorted();
  return values.map((value) => ({ value, text: value === UNKNOWN ? 'not known' : value }));
}

/** @param {FleetCluster} cluster */
function regionOf({ region = UNKNOWN }) {
  return region;
}

/** @param {FleetCluster} cluster */
function accountOf({ accountId = UNKNOWN }) {
  return accountId;
}

/**
 * @param {Readonly<Record<keyof FleetFilter, { readonly value: string }>>} fields
 * @returns {FleetFilter}
 */
function fleetFilterOf({ cluster, region, account, result, text }) {
  return {
    cluster: cluster.value,
    region: region.value,
    account: account.value,
    result: result.value,
    text: text.value,
  };
}

/**
 * Whether a cluster is what is asked for: by result, whether one of its pods is. Text is of workloads alone.
 * @param {FleetCluster} cluster
 * @param {FleetFilter} filter
 */
export function isWantedCluster(cluster, { cluster: key, region, account, result }) {
  return (
    (key === '' || clusterKey(cluster) === key) &&
    (region === '' || regionOf(cluster) === region) &&
    (account === '' || accountOf(cluster) === account) &&
    (result === '' || RESULTS.some((one) => one === result && cluster.summary.results[one] > 0))
  );
}
