import type { WaitingForFargate } from './actual-placement.ts';
import { quoted, readEksWords } from './eks-words.ts';
import type { PodCase } from './pod-case.ts';
import { recreation } from './recreate.ts';
import type { Verdict } from './result.ts';

/** Fargate starts a pod within a minute or two. */
const USUAL_START_MS = 300_000;

/** A pod that EKS has taken for Fargate, and that has no node yet. */
export function judgeWaiting(podCase: PodCase, { profileName = '?' }: WaitingForFargate): Verdict {
  const { schedulerWords, clusterPod, facts } = podCase;
  const reason = readEksWords(schedulerWords);
  const refusals = podCase.findings.filter(({ severity }) => severity === 'error');
  if (reason !== undefined && reason.code !== 'refused-by-fargate') {
    return { ...reason, message: `is pending on Fargate profile ${profileName}: ${quoted(schedulerWords)}` };
  }
  if (reason !== undefined || refusals.length > 0) return refused(podCase, profileName);
  const ageMs = facts.nowMs - clusterPod.createdAtMs;
  if (schedulerWords === '' && !(ageMs > USUAL_START_MS)) {
    return { code: 'starting', message: `is on its way to Fargate profile ${profileName}`, fix: '' };
  }
  const words = schedulerWords === '' ? 'EKS gives no reason' : quoted(schedulerWords);
  return {
    code: 'stuck',
    message: `is pending on Fargate profile ${profileName}${since(clusterPod.createdAtMs)}: ${words}`,
    fix: `have it made anew (${recreation(podCase.workload, clusterPod.name)}); look at the subnets and the health of the profile`,
  };
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
