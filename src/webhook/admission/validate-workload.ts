import { isDeepStrictEqual } from 'node:util';
import { type Assessment, assessEphemeralContainers, assessWorkload } from '../../documents/assessment/workload.ts';
import { skipReason } from '../../documents/partial-workload.ts';
import { parseWorkload, parseWorkloads, type Workload } from '../../documents/workloads/workload.ts';
import { ALL_KINDS, REVIEWED, workloadKindOf } from '../../documents/workloads/workload-kinds.ts';
import type { Finding, FindingCode } from '../../fargate/finding.ts';
import { reasonFor } from '../../fargate/prediction.ts';
import { withVainIgnore } from '../../suppression/annotations.ts';
import { invalid, tooLarge } from './denial.ts';
import type { Handler, HandlerResult, Profiles } from './handler.ts';
import { denied } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';
import { fitWarnings, isShown, withProfile } from './warning.ts';
import {
  type Assessed,
  isIgnored,
  isUncompared,
  nameOf,
  pass,
  subjectOf,
  type WarningOptions,
  warn,
  warningsOf,
  withIgnores,
} from './workload-warnings.ts';

export interface WorkloadValidatorOptions extends WarningOptions {
  readonly profiles: Profiles;
}

export interface WorkloadEnforcerOptions extends WorkloadValidatorOptions {
  /** Findings that a workload is denied for. */
  readonly deniedCodes: ReadonlySet<FindingCode>;
  /** Whether the annotation that suppresses warnings suppresses denials too. It is the user's to write. */
  readonly denyRespectsIgnore: boolean;
}

/**
 * `/validate/workloads`: what a developer should know about the pods of a workload. Never denies. An object that names a
 * controller gets no warnings: they would go to the controller, and no person reads them.
 */
export function createWorkloadValidator(options: WorkloadValidatorOptions): Handler {
  return (request) => {
    if (isOfOperator(request)) return warn(request, assessTemplates(request, options.profiles), options);
    const assessed = assess(request, options.profiles);
    return warn(request, assessed === undefined || isMadeByController(assessed) ? [] : [assessed], options);
  };
}

/**
 * `/enforce/workloads`: denies, and warns of the rest, so that one webhook says everything once. Owners do not matter for
 * a denial: anybody can name one.
 */
export function createWorkloadEnforcer(options: WorkloadEnforcerOptions): Handler {
  return (request) => {
    const assessed = assess(request, options.profiles);
    if (assessed === undefined) return pass(request);
    const refused = assessed.assessment.findings.filter(
      (found) => options.deniedCodes.has(found.code) && !(options.denyRespectsIgnore && isIgnored(found, assessed)),
    );
    if (refused.length > 0) return deny(assessed, refused, options);
    if (isUncompared(assessed.assessment.prediction)) return denyUncompared(assessed);
    return warn(request, isMadeByController(assessed) ? [] : [assessed], options);
  };
}

/** `/enforce/workloads` for what cannot be read: denied where it could be assessed, so that size is no way around. */
export function denyUnreadWorkload(request: AdmissionRequest, problem: string): HandlerResult {
  if (!mayMakePods(request)) return pass(request);
  const object = { group: request.kind.group, kind: request.kind.kind, name: request.name };
  return { response: denied(request.uid, tooLarge(object, problem)), prediction: undefined, findings: [] };
}

function mayMakePods({ operation, subResource }: AdmissionRequest): boolean {
  if (operation !== 'CREATE' && operation !== 'UPDATE') return false;
  return subResource === '' || subResource === 'ephemeralcontainers';
}

/** Of a kind that only {@link ALL_KINDS} has. */
function isOfOperator({ object }: AdmissionRequest): boolean {
  return workloadKindOf(object, REVIEWED) === undefined && workloadKindOf(object, ALL_KINDS) !== undefined;
}

/** Each pod template that the request creates or changes; none in what only `check` can say something about. */
function assessTemplates(request: AdmissionRequest, { current }: Profiles): readonly Assessed[] {
  const { object, oldObject, namespace, operation } = request;
  if ((operation !== 'CREATE' && operation !== 'UPDATE') || request.subResource !== '') return [];
  if (skipReason(object, ALL_KINDS) !== undefined) return [];
  const before = operation === 'UPDATE' ? (parseWorkloads(oldObject, namespace, ALL_KINDS) ?? []) : [];
  const known = new Map(before.map(({ role, template }) => [role, template.value]));
  return (parseWorkloads(object, namespace, ALL_KINDS) ?? [])
    .filter(
      ({ role, template, hasController }) => !hasController && !isDeepStrictEqual(known.get(role), template.value),
    )
    .map((workload) => withIgnores({ request, workload, assessment: assessWorkload(workload, current) }));
}

/** Undefined where the request changes nothing about pods to be made. */
function assess(request: AdmissionRequest, profiles: Profiles): Assessed | undefined {
  if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') return undefined;
  const workload = parseRequested(request);
  const assessment = assessmentOf(request, workload, profiles);
  return assessment && withIgnores({ request, workload, assessment });
}

function parseRequested({ kind, object, namespace }: AdmissionRequest): Workload {
  const workload = parseWorkload(object, namespace);
  // EKS's own webhook has run: the API server validates after all mutations.
  if (workload !== undefined) return workload.kind === 'Pod' ? { ...workload, isAdmitted: true } : workload;
  throw new BadReviewError(`${kind.kind} is no kind of workload that this path knows`);
}

function assessmentOf(request: AdmissionRequest, workload: Workload, { current }: Profiles): Assessment | undefined {
  if (workload.kind === 'Pod' && request.subResource === 'ephemeralcontainers') {
    return assessEphemeralContainers(workload, parseWorkload(request.oldObject, request.namespace), current);
  }
  if (request.subResource !== '') return undefined;
  if (request.operation === 'UPDATE' && !changesPods(request, workload)) return undefined;
  return assessWorkload(workload, current);
}

/** A pod that exists stays where it is. */
function changesPods({ oldObject, namespace }: AdmissionRequest, { kind, template }: Workload): boolean {
  if (kind === 'Pod') return false;
  const before = parseWorkload(oldObject, namespace);
  return !isDeepStrictEqual(before?.template.value, template.value);
}

/** A person adds ephemeral containers, also to a pod that a controller made. */
function isMadeByController({ request, workload }: Assessed): boolean {
  return workload.hasController && request.subResource !== 'ephemeralcontainers';
}

/** What the workload is denied for is in the causes, and not among the warnings again. */
function deny(
  assessed: Assessed,
  refused: readonly Finding[],
  { choice, deniedCodes }: WorkloadEnforcerOptions,
): HandlerResult {
  const { request, workload, assessment } = assessed;
  const object = { group: request.kind.group, kind: workload.kind, name: nameOf(assessed) };
  const rest = assessment.findings.filter(
    (found) => !deniedCodes.has(found.code) && isShown(found, choice) && !isIgnored(found, assessed),
  );
  const causes = refused.map((found) => withVainIgnore(withProfile(found, assessment.prediction), assessed.ignored));
  const warnings = isMadeByController(assessed) ? [] : warningsOf(assessed, rest);
  return {
    response: denied(request.uid, invalid(object, causes), { warnings: fitWarnings(subjectOf(assessed), warnings) }),
    prediction: assessment.prediction.kind,
    findings: assessment.findings.map(({ code }) => code),
  };
}

/** Labels without number are no way around an enforcing path either. */
function denyUncompared(assessed: Assessed): HandlerResult {
  const { request, workload, assessment } = assessed;
  const object = { group: request.kind.group, kind: workload.kind, name: nameOf(assessed) };
  return {
    response: denied(request.uid, tooLarge(object, reasonFor(assessment.prediction))),
    prediction: assessment.prediction.kind,
    findings: assessment.findings.map(({ code }) => code),
  };
}
