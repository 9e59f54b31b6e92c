/** @import { AuditReport, ReportedPrices, Totals } from '../../report/report.ts' */
/** @import { Result } from '../../result.ts' */
import { badge, RESULTS } from './badge.js';
import { drawing, element, part, quoted } from './elements.js';
import { counted, decimal, money, NOTHING, percentage } from './text.js';

/** @param {AuditReport} report */
export function showSummary({ summary, prices, workloads }) {
  part('figures').append(...figures(summary, workloads.length));
  part('results').append(resultsBar(summary.results), resultsList(summary.results));
  part('estimate').append(...estimate(prices));
}

/**
 * @param {Totals} totals
 * @param {number} workloads
 */
function figures({ pods, fargate }, workloads) {
  const { requested, provisioned, costPerMonth, unusedCostPerMonth } = fargate;
  const share = percentage(unusedCostPerMonth, costPerMonth);
  return [
    figure('Pods', decimal(pods), `of ${counted(workloads, 'workload')}`),
    figure('On Fargate', decimal(fargate.pods), `${percentage(fargate.pods, pods)} of the pods`),
    figure('Requested on Fargate', `${decimal(requested.vcpu)} vCPU`, `${decimal(requested.gigabytes)} GB`),
    figure('Provisioned', `${decimal(provisioned.vcpu)} vCPU`, `${decimal(provisioned.gigabytes)} GB`),
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
function figure(term, value, note) {
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
function resultsBar(results) {
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
function resultsList(results) {
  const items = RESULTS.map((result) => element('li', {}, [badge(result), ` ${decimal(results[result])}`]));
  return element('ul', { class: 'results', 'aria-label': 'Results' }, items);
}

/** @param {ReportedPrices} prices */
function estimate({ source, vcpuHour, gigabyteHour, hoursPerMonth }) {
  return [
    'Costs are an estimate by the ',
    quoted(source),
    `: $${vcpuHour} a vCPU-hour, $${gigabyteHour} a GB-hour, ${hoursPerMonth} hours a month. `,
    'Storage, data transfer, discounts and taxes are left out. Unused is what is provisioned beyond the requests ',
    'and the 256 MiB a pod that Fargate takes for itself.',
  ];
}
