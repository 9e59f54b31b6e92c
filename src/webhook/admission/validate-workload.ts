import { isDeepStrictEqual } from 'node:util';
import { type Assessment, assessEphemeralContainers, assessWorkload } from '../../documents/assessment/workload.ts';
import { parseWorkload, type Workload } from '../../documents/workloads/workload.ts';
import { capacityOf, formatCapacity } from '../../fargate/capacity.ts';
import type { Finding, FindingCode } from '../../fargate/finding.ts';
import { isBoundForFargate, type Prediction, reasonFor } from '../../fargate/prediction.ts';
import { ignoredCodes, unknownCodes, withVainIgnore, workloadIgnores } from '../../suppression/annotations.ts';
import { worstFirst } from '../../suppression/suppress.ts';
import { invalid, tooLarge } from './denial.ts';
import type { Handler, HandlerResult, Profiles } from './handler.ts';
import { allowed, denied } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';
import {
  findingWarning,
  fitWarnings,
  isShown,
  noticeWarning,
  type Warning,
  type WarningChoice,
  withProfile,
} from './warning.ts';

/** Which workloads get a notice without findings: none, those bound for Fargate, or all. */
export const NOTICES = ['off', 'fargate', 'all'] as const;
export type Notices = (typeof NOTICES)[number];

export interface WorkloadValidatorOptions {
  readonly profiles: Profiles;
  readonly notices: Notices;
  readonly choice: WarningChoice;
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
    const assessed = assess(request, options.profiles);
    return assessed === undefined || isMadeByController(assessed) ? pass(request) : warn(assessed, options);
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
    return isMadeByController(assessed) ? pass(request) : warn(assessed, options);
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

interface Assessed {
  readonly request: AdmissionRequest;
  readonly workload: Workload;
  /** With a finding for each word of the annotation that is no code. */
  readonly assessment: Assessment;
  /** Codes that the annotations of object and pod template suppress. */
  readonly ignored: ReadonlySet<FindingCode>;
}

/** Undefined where the request changes nothing about pods to be made. */
function assess(request: AdmissionRequest, profiles: Profiles): Assessed | undefined {
  if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') return undefined;
  const workload = parseRequested(request);
  const assessment = assessmentOf(request, workload, profiles);
  return assessment && withIgnores({ request, workload, assessment });
}

function withIgnores({ request, workload, assessment }: Omit<Assessed, 'ignored'>): Assessed {
  const ignores = workloadIgnores(request.object, workload);
  const ignored = ignoredCodes(ignores);
  const unknown = unknownCodes(ignores);
  if (unknown.length === 0) return { request, workload, assessment, ignored };
  const findings = worstFirst([...assessment.findings, ...unknown]);
  return { request, workload, assessment: { ...assessment, findings }, ignored };
}

function isIgnored({ code }: Finding, { ignored }: Assessed): boolean {
  return ignored.has(code);
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

function warn(assessed: Assessed, { notices, choice }: WorkloadValidatorOptions): HandlerResult {
  const { request, assessment } = assessed;
  const { prediction, findings } = assessment;
  const subject = subjectOf(assessed);
  const shown = findings.filter((found) => isShown(found, choice) && !isIgnored(found, assessed));
  const warnings = [...warningsOf(assessed, shown), ...noticesOf(assessed, notices)];
  return {
    response: allowed(request.uid, { warnings: fitWarnings(subject, warnings) }),
    prediction: prediction.kind,
    findings: findings.map(({ code }) => code),
  };
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

function warningsOf(assessed: Assessed, findings: readonly Finding[]): readonly Warning[] {
  const subject = subjectOf(assessed);
  return findings.map((found) => findingWarning(subject, withProfile(found, assessed.assessment.prediction)));
}

function subjectOf(assessed: Assessed): string {
  return `${assessed.workload.kind} ${nameOf(assessed)}`;
}

function nameOf({ request, workload }: Assessed): string {
  return workload.name === '' ? generateNameOf(request) : workload.name;
}

function generateNameOf({ object }: AdmissionRequest): string {
  return object.get('metadata').get('generateName').string() ?? '';
}

/** A notice does not promise that a pod runs which Fargate refuses. */
function noticesOf(assessed: Assessed, notices: Notices): readonly Warning[] {
  const { workload, assessment } = assessed;
  const { prediction, findings } = assessment;
  if (!isUncompared(prediction)) {
    if (notices === 'off' || findings.some(({ severity }) => severity === 'error')) return [];
    if (notices === 'fargate' && !isBoundForFargate(prediction)) return [];
  }
  return [noticeWarning(subjectOf(assessed), whereItRuns(prediction, workload))];
}

/** Said whatever the notices: that nothing was found says nothing then. */
function isUncompared(prediction: Prediction): boolean {
  return prediction.kind === 'unknown' && prediction.reason === 'too-many-labels';
}

function whereItRuns(prediction: Prediction, { pod }: Workload): string {
  switch (prediction.kind) {
    case 'fargate': {
      const capacity = capacityOf(pod);
      const size = capacity.kind === 'provisioned' ? ` (${formatCapacity(capacity)})` : '';
      return `will run on Fargate profile ${prediction.profile.name}${size}`;
    }
    case 'not-fargate':
      return `will not run on Fargate: ${reasonFor(prediction)}`;
    default:
      return `may run on Fargate: ${reasonFor(prediction)}`;
  }
}

function pass(request: AdmissionRequest): HandlerResult {
  return { response: allowed(request.uid), prediction: undefined, findings: [] };
}
