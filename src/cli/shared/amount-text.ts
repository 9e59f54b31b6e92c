import type { Amount } from '../../fargate/cost.ts';

/** `0.5 vCPU 1 GB`, to a hundredth. */
export function describeAmount({ vcpu, gigabytes }: Amount): string {
  return `${shortNumber(vcpu)} vCPU ${shortNumber(gigabytes)} GB`;
}

/** `$1,234.50` */
export function describeMoney(usd: number): string {
  const [whole = '0', cents = '00'] = usd.toFixed(2).split('.');
  return `$${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/** `42 %`; nothing has no share. */
export function describeShare(part: number, whole: number): string {
  return whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`;
}

function shortNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `1 pod`, `2 pods` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
