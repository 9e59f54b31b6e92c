import { formatCapacity } from '../../fargate/capacity.ts';
import type { CheckedItem, CheckedWorkload, ObjectReference, Size } from './report.ts';

/** `Deployment shop/web` */
export function describeObject({ kind, namespace, name, generateName }: ObjectReference): string {
  const shownName = name === '' ? `${generateName ?? '(no name)'}${generateName === undefined ? '' : '…'}` : name;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${shownName}`;
}

/** What becomes of it: `Fargate profile web, 0.5vCPU 1GB`. */
export function describeOutcome(item: CheckedItem): string {
  if (item.type === 'workload') return describeDecision(item);
  const isRefused = item.findings.some(({ severity }) => severity === 'error');
  return isRefused ? 'EKS would refuse it' : 'nothing in it that EKS would refuse';
}

function describeDecision({ decision, size }: CheckedWorkload): string {
  const { outcome, profile = '', reason } = decision;
  switch (outcome) {
    case 'fargate':
      return `Fargate profile ${profile}, ${describeSize(size)}`;
    case 'eks-unconfirmed':
      return `perhaps Fargate profile ${profile}, ${describeSize(size)}: ${reason}`;
    case 'not-fargate':
      return `not on Fargate: ${reason}`;
    case 'unknown':
      return `unknown: ${reason}`;
  }
}

function describeSize(size: Size | undefined): string {
  if (size === undefined) return 'size unknown';
  return 'provisioned' in size ? formatCapacity({ kind: 'provisioned', ...size.provisioned }) : 'no size';
}
