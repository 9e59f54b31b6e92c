import { predictAdmitted } from '../fargate/eks-decision.ts';
import { ownValue } from '../fargate/pod.ts';
import { FARGATE_SCHEDULER, type NotFargateReason, PROFILE_LABEL, reasonNotOnFargate } from '../fargate/prediction.ts';
import type { WaitingForFargate } from './actual-placement.ts';
import { quoted, readEksWords } from './eks-words.ts';
import { ofNewPod } from './on-fargate.ts';
import type { PodCase } from './pod-case.ts';
import { recreation, sourceOf } from './recreate.ts';
import type { Verdict } from './result.ts';

/** Fargate starts a pod within a minute or two. */
const USUAL_START_MS = 300_000;

/** A pod that EKS has taken for Fargate, and that has no node yet. */
export function judgeWaiting(podCase: PodCase, { profileName = '?' }: WaitingForFargate): Verdict {
  const { schedulerWords, clusterPod } = podCase;
  const reason = readEksWords(schedulerWords);
  const refusals = podCase.findings.filter(({ severity }) => severity === 'error');
  if (reason !== undefined && reason.code !== 'refused-by-fargate') {
    return { ...reason, message: `is pending on Fargate profile ${profileName}: ${quoted(schedulerWords)}` };
  }
  if (reason !== undefined) return refused(podCase, profileName);
  const mismatch = mismatchOf(podCase);
  if (mismatch !== undefined) return unmatched(podCase, mismatch);
  if (refusals.length > 0) return refused(podCase, profileName);
  if (schedulerWords === '' && !waitsTooLong(podCase)) {
    return { code: 'starting', message: `is on its way to Fargate profile ${profileName}`, fix: '' };
  }
  const words = schedulerWords === '' ? 'EKS gives no reason' : quoted(schedulerWords);
  return {
    code: 'stuck',
    message: `is pending on Fargate profile ${profileName}${since(clusterPod.createdAtMs)}: ${words}`,
    fix: `have it made anew (${recreation(podCase.workload, clusterPod.name)}); look at the subnets and the health of the profile`,
  };
}

/** False for a pod that does not say when it was made. */
export function waitsTooLong({ facts, clusterPod }: PodCase): boolean {
  return facts.nowMs - clusterPod.createdAtMs > USUAL_START_MS;
}

/** Why no profile takes the pod as it is. EKS may know of a CREATING profile that it has become ACTIVE. */
function mismatchOf({ clusterPod, facts }: PodCase): NotFargateReason | undefined {
  const prediction = predictAdmitted(clusterPod.pod, facts.profiles);
  const reason = prediction.kind === 'eks-unconfirmed' ? prediction.contradictedBy : undefined;
  const mismatch = prediction.kind === 'not-fargate' ? prediction.reason : reason;
  const mayBeActive = mismatch?.kind === 'profile-not-active' && mismatch.profile.status === 'CREATING';
  return mayBeActive ? undefined : mismatch;
}

/** To make such a pod again changes nothing while its author asks for the same. */
function unmatched(podCase: PodCase, mismatch: NotFargateReason): Verdict {
  const { workload, clusterPod, prediction, template } = podCase;
  const message = `is pending, and the fargate-scheduler takes only pods that a profile matches: ${reasonNotOnFargate(mismatch)}`;
  const again = recreation(workload, clusterPod.name);
  const written = writtenForFargate(podCase);
  const isNewPodOther = template.kind === 'known' && (prediction.kind === 'fargate' || written.length === 0);
  const change = `remove ${written.join(' and ')} from ${sourceOf(workload)}, or let an ACTIVE profile select the pod`;
  const fix = isNewPodOther ? `${again}; ${ofNewPod(prediction)}` : `${change}; then ${again}`;
  return { code: 'no-matching-profile', message, fix };
}

/** What the author of the pod wrote where EKS writes too; what the template does not say was EKS. */
function writtenForFargate({ clusterPod, newPod, template }: PodCase): readonly string[] {
  const { schedulerName, labels } = template.kind === 'known' ? newPod : clusterPod.pod;
  return [
    ...(schedulerName === FARGATE_SCHEDULER ? ['schedulerName'] : []),
    ...(ownValue(labels, PROFILE_LABEL) ? [`the label ${PROFILE_LABEL}`] : []),
  ];
}

/** EKS's reason, and our finding beside it. */
function refused({ schedulerWords, findings, workload, clusterPod }: PodCase, profileName: string): Verdict {
  const refusals = findings.filter(({ severity }) => severity === 'error');
  const claims = findings.filter(({ code }) => code === 'volume-claim');
  const told = refusals.length > 0 ? refusals : claims;
  const places = told.map(({ code, field }) => `${code} at ${field}`).join(', ');
  const words = schedulerWords === '' ? (told[0]?.message ?? '') : quoted(schedulerWords);
  const fixes = [...new Set(told.map(({ fix }) => fix))];
  const change = fixes.length > 0 ? fixes.join('; ') : (readEksWords(schedulerWords)?.fix ?? '');
  return {
    code: 'refused-by-fargate',
    message: `is pending on Fargate profile ${profileName}: ${words}${places === '' ? '' : ` (${places})`}`,
    fix: workload.kind === 'Pod' ? `${change}; then delete and create pod ${clusterPod.name} again` : change,
  };
}

/** A moment and no duration: a report that says the same is not written again. */
function since(createdAtMs: number): string {
  return Number.isNaN(createdAtMs) ? '' : ` since ${new Date(createdAtMs).toISOString().replace('.000Z', 'Z')}`;
}
