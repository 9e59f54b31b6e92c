import type { PlaceAndMessage } from './finding.ts';

/** In the words of the event with which EKS refuses the pod, so that a search for one finds the other. */
export function refusal(field: string, fragment: string): PlaceAndMessage {
  return { field, message: `Pod not supported on Fargate: ${fragment}` };
}
