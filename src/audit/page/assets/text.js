/** @import { Amount } from '../../../fargate/cost.ts' */

let moneyFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** Shown where there is no figure. */
export const NOTHING = '–';

/**
 * Of every amount of money on the page.
 * @param {string} code ISO 4217
 */
export function useCurrency(code) {
  moneyFormat = new Intl.NumberFormat('en-US', { style: 'currency', currency: code });
}

/**
 * `$1,234.50`
 * @param {number} amount
 */
export function money(amount) {
  return moneyFormat.format(amount);
}

/**
 * `1,234.5`, to a hundredth.
 * @param {number} value
 */
export function decimal(value) {
  return NUMBER.format(value);
}

/**
 * `0.5 vCPU, 1 GB`, and where it is billed `, 4 GB storage over 20 GB`
 * @param {Amount} size
 */
export function vcpuAndMemory({ vcpu, ...memory }) {
  return `${decimal(vcpu)} vCPU, ${memoryAndStorage(memory)}`;
}

/**
 * `1 GB, 4 GB storage over 20 GB`
 * @param {Omit<Amount, 'vcpu'>} size
 */
export function memoryAndStorage({ gigabytes, storageGigabytes = 0 }) {
  const storage = storageGigabytes === 0 ? '' : `, ${decimal(storageGigabytes)} GB storage over 20 GB`;
  return `${decimal(gigabytes)} GB${storage}`;
}

/**
 * `42 %`; nothing has no share.
 * @param {number} part
 * @param {number} whole
 */
export function percentage(part, whole) {
  return whole === 0 ? NOTHING : `${Math.round((part / whole) * 100)} %`;
}

/**
 * `1 pod`, `1,200 pods`
 * @param {number} number
 * @param {string} noun
 */
export function counted(number, noun) {
  return `${decimal(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * `26 November 2026 at 12:01 UTC`
 * @param {string} rfc3339
 */
export function moment(rfc3339) {
  const time = Date.parse(rfc3339);
  return Number.isNaN(time) ? rfc3339 : `${MOMENT.format(time)} UTC`;
}
