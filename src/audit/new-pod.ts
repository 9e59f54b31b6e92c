import type { Pod } from '../fargate/pod.ts';
import {
  FARGATE_SCHEDULER,
  isBoundForFargate,
  PROFILE_LABEL,
  type Prediction,
  predict,
} from '../fargate/prediction.ts';
import type { ProfileSet } from '../fargate/profile-set.ts';
import type { TemplateProfile } from './controllers.ts';

export interface NewPod {
  readonly newPod: Pod;
  readonly prediction: Prediction;
}

/**
 * The pod as its controller would make it anew, without the node that it got and without what EKS writes on a pod that it
 * takes, and what would become of it.
 *
 * EKS's label looks like one that a person wrote. Where no template tells them apart, the label is taken for the wish of a
 * person as long as it still leads to Fargate: so nothing is said of a change that may be none.
 */
export function predictNewPod(pod: Pod, template: TemplateProfile, profiles: ProfileSet): NewPod {
  const unplaced = { ...pod, nodeName: undefined };
  if (pod.schedulerName !== FARGATE_SCHEDULER) return predicted(unplaced, profiles);
  const named = { ...unplaced, schedulerName: undefined };
  const { [PROFILE_LABEL]: _, ...labels } = pod.labels;
  if (template.kind === 'known' && template.name !== undefined) {
    return predicted({ ...named, labels: { ...labels, [PROFILE_LABEL]: template.name } }, profiles);
  }
  const byWish = predicted(named, profiles);
  const isWish = template.kind === 'unknown' && isBoundForFargate(byWish.prediction);
  return isWish ? byWish : predicted({ ...named, labels }, profiles);
}

function predicted(newPod: Pod, profiles: ProfileSet): NewPod {
  return { newPod, prediction: predict(newPod, profiles) };
}
