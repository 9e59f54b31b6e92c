/** @import { ReportedPrices } from '../../../fargate/price-list.ts' */
/** @import { AuditError, AuditReport, Audited, AuditedWorkload, Totals } from '../../report/report.ts' */
/** @import { Amount } from '../../../fargate/cost.ts' */
/** @import { AUDIT_CODES, Result } from '../../result.ts' */
import { badge, drawing, element, part, quoted, quotedList, RESULTS } from './elements.js';
import { growingList } from './growing-list.js';
import { counted, decimal, memoryAndStorage, moment, money, NOTHING, percentage } from './text.js';

const ERRORS_AT_ONCE = 50;

/**
 * What was audited, when and by what.
 * @param {Audited} audited
 */
export function showAudited({ cluster, at, version, profiles, namespaces }) {
  document.title = `Fargate audit of ${isolated(cluster)}`;
  part('cluster').append(quoted(cluster));
  part('audited').append(
    fact('Audited', element('time', { datetime: at }, [moment(at)])),
    fact('Namespaces', ...(namespaces.length === 0 ? ['all'] : quotedList(namespaces))),
    fact('Profiles from', quoted(profiles)),
    fact('By', 'fargate-admission ', quoted(version)),
  );
}

/**
 * A title is text alone; a first strong isolate keeps directions in it as `bdi` does.
 * @param {string} text
 */
function isolated(text) {
  return `\u2068${text}\u2069`;
}

/**
 * @param {string} term
 * @param {...(Node | string)} description
 */
export function fact(term, ...description) {
  return element('div', {}, [element('dt', {}, [term]), element('dd', {}, description)]);
}

/**
 * What could not be read comes first: the figures below are incomplete.
 * @param {readonly AuditError[]} errors
 */
export function showErrors(errors) {
  if (errors.length === 0) return;
  const section = part('errors');
  const list = element('ul', { class: 'errors' });
  const growing = growingList({ container: list, build: errorItem, step: ERRORS_AT_ONCE });
  section.append(
    element('h2', { id: 'errors-title' }, ['Not everything could be read']),
    element('p', {}, [`${counted(errors.length, 'error')}: the figures below leave out what could not be read.`]),
    list,
    growing.more,
  );
  growing.show(errors);
  section.hidden = false;
}

/** @param {AuditError} error */
function errorItem({ namespace, resource, reason }) {
  const place = namespace === undefined ? [] : [' of namespace ', quoted(namespace)];
  return element('li', {}, [element('strong', {}, [quoted(resource), ...place]), ': ', quoted(reason)]);
}

/** @param {AuditReport} report */
export function showSummary({ summary, prices, workloads }) {
  part('figures').append(...figures(summary, workloads.length));
  part('results').append(resultsBar(summary.results), resultsList(summary.results));
  part('estimate').append(...estimate(prices, summary.fargate.provisioned));
}

/**
 * @param {Totals} totals
 * @param {number} workloads
 */
export function figures({ pods, fargate }, workloads) {
  const { requested, provisioned, costPerMonth, unusedCostPerMonth } = fargate;
  const share = percentage(unusedCostPerMonth, costPerMonth);
  return [
    figure('Pods', decimal(pods), `of ${counted(workloads, 'workload')}`),
    figure('On Fargate', decimal(fargate.pods), `${percentage(fargate.pods, pods)} of the pods`),
    figure('Requested on Fargate', `${decimal(requested.vcpu)} vCPU`, `${decimal(requested.gigabytes)} GB`),
    figure('Provisioned', `${decimal(provisioned.vcpu)} vCPU`, memoryAndStorage(provisioned)),
    figure('Cost a month', money(costPerMonth), 'by estimate'),
    figure(
      'Of that unused',
      money(unusedCostPerMonth),
      share === NOTHING ? 'nothing is billed' : `${share} of the cost`,
    ),
  ];
}

/**
 * @param {string} term
 * @param {string} value
 * @param {string} note
 */
export function figure(term, value, note) {
  return element('div', { class: 'figure' }, [
    element('dt', {}, [term]),
    element('dd', { class: 'value' }, [value]),
    element('dd', { class: 'note' }, [note]),
  ]);
}

/**
 * The shares of the results; the list below it says the same in words.
 * @param {Readonly<Record<Result, number>>} results
 */
export function resultsBar(results) {
  const whole = RESULTS.reduce((sum, result) => sum + results[result], 0);
  let before = 0;
  const stretches = RESULTS.filter((result) => results[result] > 0).map((result) => {
    const start = before;
    before += results[result];
    const width = `${(results[result] / whole) * 100}%`;
    return drawing('rect', { class: `fill-${result}`, x: `${(start / whole) * 100}%`, width, height: '100%' });
  });
  return drawing('svg', { class: 'results-bar', 'aria-hidden': 'true' }, stretches);
}

/** @param {Readonly<Record<Result, number>>} results */
export function resultsList(results) {
  const items = RESULTS.map((result) => element('li', {}, [badge(result), ` ${decimal(results[result])}`]));
  return element('ul', { class: 'results', 'aria-label': 'Results' }, items);
}

/**
 * @param {ReportedPrices} prices
 * @param {Amount} provisioned
 */
function estimate({ source, currency, vcpuHour, gigabyteHour, storageGigabyteHour, hoursPerMonth }, provisioned) {
  const sign = currency === 'USD' ? '$' : `${currency} `;
  const storage =
    storageGigabyteHour === undefined
      ? 'storage over 20 GB a pod left out, since its price is not known'
      : `${sign}${storageGigabyteHour} a GB-hour of storage over 20 GB a pod`;
  return [
    'Costs are an estimate by the ',
    quoted(source),
    `: ${sign}${vcpuHour} a vCPU-hour, ${sign}${gigabyteHour} a GB-hour, `,
    (provisioned.storageGigabytes ?? 0) === 0 ? '' : `${storage}, `,
    `${hoursPerMonth} hours a month. Data transfer and taxes are left out. `,
    'Unused is what is provisioned beyond the requests and the 256 MiB per pod that Fargate adds.',
  ];
}

/**
 * The meaning of each code in the report.
 * @param {{ readonly workloads: readonly Pick<AuditedWorkload, 'verdicts'>[] }} report
 * @param {typeof AUDIT_CODES} codes
 */
export function showLegend({ workloads }, codes) {
  const present = new Set(workloads.flatMap(({ verdicts }) => verdicts.map(({ code }) => code)));
  const entries = Object.entries(codes).filter(([code]) => [...present].some((one) => one === code));
  part('legend').append(
    ...entries.map(([code, { result, title }]) =>
      element('div', {}, [
        element('dt', {}, [badge(result), ' ', element('code', {}, [code])]),
        element('dd', {}, [title]),
      ]),
    ),
  );
}
