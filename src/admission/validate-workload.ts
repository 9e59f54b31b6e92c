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
  /** Findings that deny the workload; the others are warnings. */
  readonly deniedCodes: ReadonlySet<FindingCode>;
  /** Whether objects that name a controller are passed over: nobody reads their warnings, but anybody can name one. */
  readonly skipsControlled: boolean;
}

/** `/validate/workloads` and `/enforce/workloads`: what a developer should know about the pods of a workload. */
export function createWorkloadValidator(options: WorkloadValidatorOptions): Handler {
  return (request) => {
    if (request.operation !== 'CREATE' && request.operation !== 'UPDATE') return pass(request);
    const workload = parseRequested(request);
    if (options.skipsControlled && isMadeByController(request, workload)) return pass(request);
    const assessment = assess(request, workload, options);
    return assessment === undefined ? pass(request) : answer({ request, workload, assessment }, options);
  };
}

function parseRequested({ kind, object, namespace }: AdmissionRequest): Workload {
  const workload = parseWorkload(object, namespace);
  if (workload !== undefined) return workload;
  throw new BadReviewError(`${kind.kind} is no kind of workload that this path knows`);
}

/** Ephemeral containers are a person's doing, whoever made the pod. */
function isMadeByController({ subResource }: AdmissionRequest, { hasController }: Workload): boolean {
  return hasController && subResource !== 'ephemeralcontainers';
}

/** Undefined where the request changes nothing about pods to be made. */
function assess(
  request: AdmissionRequest,
  workload: Workload,
  { profiles }: WorkloadValidatorOptions,
): Assessment | undefined {
  if (workload.kind === 'Pod' && request.subResource === 'ephemeralcontainers') {
    return assessEphemeralContainers(workload, parseWorkload(request.oldObject, request.namespace), profiles.current);
  }
  if (request.subResource !== '') return undefined;
  if (request.operation === 'UPDATE' && !changesPods(request, workload)) return undefined;
  return assessWorkload(workload, profiles.current);
}

/** A pod that exists stays where it is. */
function changesPods({ oldObject, namespace }: AdmissionRequest, { kind, template }: Workload): boolean {
  if (kind === 'Pod') return false;
  const before = parseWorkload(oldObject, namespace);
  return !isDeepStrictEqual(before?.template.value, template.value);
}

interface Assessed {
  readonly request: AdmissionRequest;
  readonly workload: Workload;
  readonly assessment: Assessment;
}

function answer(
  { request, workload, assessment }: Assessed,
  { notices, deniedCodes }: WorkloadValidatorOptions,
): Verdict {
  const { prediction, findings } = assessment;
  const name = workload.name === '' ? generateNameOf(request) : workload.name;
  const subject = `${workload.kind} ${name}`;
  const refused = findings.filter(({ code }) => deniedCodes.has(code));
  const told = findings.filter(({ code }) => !deniedCodes.has(code));
  const warnings = limitWarnings([
    ...told.map((found) => warningText(subject, found)),
    ...noticesOf(subject, { workload, assessment, notices }),
  ]);
  const object = { group: request.kind.group, kind: workload.kind, name };
  return {
    response:
      refused.length > 0
        ? denied(request.uid, invalid(object, refused), { warnings })
        : allowed(request.uid, { warnings }),
    prediction: prediction.kind,
    findings: findings.map(({ code }) => code),
  };
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
