import { isDeepStrictEqual } from 'node:util';
import { type Assessment, assessEphemeralContainers, assessWorkload } from '../assessment/workload.ts';
import { parseWorkload, type Workload } from '../documents/workload.ts';
import { capacityOf, formatCapacity } from '../fargate/capacity.ts';
import type { FindingCode } from '../fargate/finding.ts';
import { isBoundForFargate, type Prediction } from '../fargate/prediction.ts';
import { reasonFor } from '../fargate/prediction-reason.ts';
import { invalid } from './denial.ts';
import type { Handler, Profiles, Verdict } from './handler.ts';
import { allowed, denied } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';
import { limitWarnings, noticeText, warningText } from './warning.ts';

/** Which workloads are told that all is well: none, those bound for Fargate, or all. */
export const NOTICES = ['off', 'fargate', 'all'] as const;
export type Notices = (typeof NOTICES)[number];

export interface WorkloadValidatorOptions {
  readonly profiles: Profiles;
  readonly notices: Notices;
}

export interface WorkloadEnforcerOptions {
  readonly profiles: Profiles;
  /** Findings that a workload is denied for. */
  readonly deniedCodes: ReadonlySet<FindingCode>;
}

/**
 * `/validate/workloads`: what a developer should know about the pods of a workload. Never denies. An object that names a
 * controller is passed over: nobody reads its warnings.
 */
export function createWorkloadValidator({ profiles, notices }: WorkloadValidatorOptions): Handler {
  return (request) => {
    const assessed = assess(request, profiles);
    return assessed === undefined || isMadeByController(assessed) ? pass(request) : warn(assessed, notices);
  };
}

/** `/enforce/workloads`: denies, and leaves warnings to the other path. Owners play no part: anybody can name one. */
export function createWorkloadEnforcer({ profiles, deniedCodes }: WorkloadEnforcerOptions): Handler {
  return (request) => {
    const assessed = assess(request, profiles);
    return assessed === undefined ? pass(request) : enforce(assessed, deniedCodes);
  };
}

interface Assessed {
  readonly request: AdmissionRequest;
  readonly workload: Workload;
  readonly assessment: Assessment;
}

/** Undefined where the request changes nothing about pods to be made. */
function assess(request: AdmissionRequest, profiles: Profiles): Assessed | undefined {
  if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') return undefined;
  const workload = parseRequested(request);
  const assessment = assessmentOf(request, workload, profiles);
  return assessment === undefined ? undefined : { request, workload, assessment };
}

function parseRequested({ kind, object, namespace }: AdmissionRequest): Workload {
  const workload = parseWorkload(object, namespace);
  if (workload !== undefined) return workload;
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

/** Ephemeral containers are a person's doing, whoever made the pod. */
function isMadeByController({ request, workload }: Assessed): boolean {
  return workload.hasController && request.subResource !== 'ephemeralcontainers';
}

function warn(assessed: Assessed, notices: Notices): Verdict {
  const { request, workload, assessment } = assessed;
  const { prediction, findings } = assessment;
  const subject = `${workload.kind} ${nameOf(assessed)}`;
  const warnings = limitWarnings([
    ...findings.map((found) => warningText(subject, found)),
    ...noticesOf(subject, { workload, assessment, notices }),
  ]);
  return {
    response: allowed(request.uid, { warnings }),
    prediction: prediction.kind,
    findings: findings.map(({ code }) => code),
  };
}

function enforce(assessed: Assessed, deniedCodes: ReadonlySet<FindingCode>): Verdict {
  const { request, workload, assessment } = assessed;
  const refused = assessment.findings.filter(({ code }) => deniedCodes.has(code));
  if (refused.length === 0) return pass(request);
  const object = { group: request.kind.group, kind: workload.kind, name: nameOf(assessed) };
  return {
    response: denied(request.uid, invalid(object, refused)),
    prediction: undefined,
    findings: refused.map(({ code }) => code),
  };
}

function nameOf({ request, workload }: Assessed): string {
  return workload.name === '' ? generateNameOf(request) : workload.name;
}

function generateNameOf({ object }: AdmissionRequest): string {
  return object.get('metadata').get('generateName').string() ?? '';
}

interface NoticeContext extends Pick<Assessed, 'workload' | 'assessment'> {
  readonly notices: Notices;
}

/** A pod that Fargate will refuse is not told that it will run. */
function noticesOf(
  subject: string,
  { workload, assessment: { prediction, findings }, notices }: NoticeContext,
): readonly string[] {
  if (notices === 'off' || findings.some(({ severity }) => severity === 'error')) return [];
  if (notices === 'fargate' && !isBoundForFargate(prediction)) return [];
  return [noticeText(subject, whereItRuns(prediction, workload))];
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

function pass(request: AdmissionRequest): Verdict {
  return { response: allowed(request.uid), prediction: undefined, findings: [] };
}
