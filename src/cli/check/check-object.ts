import type { ProfileContext } from '../../documents/assessment/profile.ts';
import { assessWorkload } from '../../documents/assessment/workload.ts';
import type { Field } from '../../documents/field.ts';
import { parseWorkloads, type Workload } from '../../documents/workloads/workload.ts';
import type { KindTable } from '../../documents/workloads/workload-kinds.ts';
import { capacityOf } from '../../fargate/capacity.ts';
import type { Finding, Severity } from '../../fargate/finding.ts';
import { isBoundForFargate } from '../../fargate/prediction.ts';
import type { ProfileSet } from '../../fargate/profile-set.ts';
import { decisionOf, reportedFinding, sizeOf } from '../shared/decision.ts';
import { namespaceOf, type ObjectReference, referenceTo } from '../shared/object-reference.ts';
import type { Locate } from '../shared/objects-in-text.ts';
import type { CheckedFinding, CheckedItem } from './report.ts';

export interface CheckContext {
  /** Of an object that does not name its own. */
  readonly namespace: string;
  /** The kinds of workloads. */
  readonly kinds: KindTable;
  readonly profiles: ProfileSet;
  readonly profileContext: ProfileContext;
}

/**
 * One for each pod template. Undefined for a Kubernetes object that is no workload.
 *
 * @throws FieldTypeError where a field that is read has another type than the Kubernetes API gives it.
 */
export function checkWorkloads(
  object: Field,
  context: CheckContext,
  locate: Locate,
): readonly CheckedItem[] | undefined {
  const workloads = parseWorkloads(object, namespaceOf(object) ?? context.namespace, context.kinds);
  return workloads?.map((workload) => checkWorkload(workload, { object, context, locate }));
}

interface CheckedObject {
  readonly object: Field;
  readonly context: CheckContext;
  readonly locate: Locate;
}

function checkWorkload(workload: Workload, { object, context, locate }: CheckedObject): CheckedItem {
  const { prediction, findings } = assessWorkload(workload, context.profiles);
  const { role } = workload;
  return {
    type: 'workload',
    object: { ...workloadReference(object, context), ...(role === '' ? {} : { role }) },
    location: locate(''),
    decision: decisionOf(prediction),
    ...(isBoundForFargate(prediction) ? { size: sizeOf(capacityOf(workload.pod)) } : {}),
    findings: findings.map((found) => checkedFinding(found, locate)),
  };
}

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** With the namespace that it is checked in. */
export function workloadReference(object: Field, { namespace }: Pick<CheckContext, 'namespace'>): ObjectReference {
  return { ...referenceTo(object), namespace: namespaceOf(object) ?? namespace };
}

export function checkedFinding(finding: Finding, locate: Locate): CheckedFinding {
  return { ...reportedFinding(finding), location: locate(finding.field) };
}
