import { type Finding, type FindingCode, podFinding } from './finding.ts';

/** In the words of the event with which EKS refuses the pod, so that a search for one finds the other. */
export function refused(code: FindingCode, field: string, fragment: string): Finding {
  return podFinding(code, field, `Pod not supported on Fargate: ${fragment}`);
}
