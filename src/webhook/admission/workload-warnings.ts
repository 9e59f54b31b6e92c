import type { Assessment } from '../../documents/assessment/workload.ts';
import type { Workload } from '../../documents/workloads/workload.ts';
import { capacityOf, formatCapacity } from '../../fargate/capacity.ts';
import { type Finding, type FindingCode, worstFirst } from '../../fargate/finding.ts';
import { isBoundForFargate, type Prediction, reasonFor } from '../../fargate/prediction.ts';
import { ignoredCodes, unknownCodes, workloadIgnores } from '../../suppression/annotations.ts';
import type { HandlerResult } from './handler.ts';
import { allowed } from './response.ts';
import type { AdmissionRequest } from './review.ts';
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

export interface WarningOptions {
  readonly notices: Notices;
  readonly choice: WarningChoice;
}

/** One pod template of a request. */
export interface Assessed {
  readonly request: AdmissionRequest;
  readonly workload: Workload;
  /** With a finding for each word of the annotation that is no code. */
  readonly assessment: Assessment;
  /** Codes that the annotations of object and pod template suppress. */
  readonly ignored: ReadonlySet<FindingCode>;
}

export function withIgnores({ request, workload, assessment }: Omit<Assessed, 'ignored'>): Assessed {
  const ignores = workloadIgnores(request.object, workload);
  const ignored = ignoredCodes(ignores);
  const unknown = unknownCodes(ignores);
  if (unknown.length === 0) return { request, workload, assessment, ignored };
  const findings = worstFirst([...assessment.findings, ...unknown]);
  return { request, workload, assessment: { ...assessment, findings }, ignored };
}

export function isIgnored({ code }: Finding, { ignored }: Assessed): boolean {
  return ignored.has(code);
}

/** One for each pod template of the object; passes where there is none. The first says where the pods run. */
export function warn(
  request: AdmissionRequest,
  templates: readonly Assessed[],
  { notices, choice }: WarningOptions,
): HandlerResult {
  const [first] = templates;
  if (first === undefined) return pass(request);
  const warnings = templates.flatMap((assessed) => {
    const shown = assessed.assessment.findings.filter((found) => isShown(found, choice) && !isIgnored(found, assessed));
    return [...warningsOf(assessed, shown), ...noticesOf(assessed, notices)];
  });
  return {
    response: allowed(request.uid, { warnings: fitWarnings(subjectOf(first), warnings) }),
    prediction: first.assessment.prediction.kind,
    findings: templates.flatMap(({ assessment }) => assessment.findings.map(({ code }) => code)),
  };
}

export function warningsOf(assessed: Assessed, findings: readonly Finding[]): readonly Warning[] {
  const subject = subjectOf(assessed);
  return findings.map((found) => findingWarning(subject, withProfile(found, assessed.assessment.prediction)));
}

export function subjectOf(assessed: Assessed): string {
  const { kind, role } = assessed.workload;
  return `${kind} ${nameOf(assessed)}${role === '' ? '' : ` (${role})`}`;
}

export function nameOf({ request, workload }: Assessed): string {
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
export function isUncompared(prediction: Prediction): boolean {
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

export function pass(request: AdmissionRequest): HandlerResult {
  return { response: allowed(request.uid), prediction: undefined, findings: [] };
}
