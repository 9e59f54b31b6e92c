import type { Command } from 'commander';
import { PlanCount } from '../../audit/plan/plan-count.ts';
import type { ReadCluster } from '../../audit/plan/plan-pod.ts';
import type { PlanReport } from '../../audit/plan/plan-report.ts';
import {
  operationsOf,
  type PlannedProfiles,
  planProfiles,
  type WantedChanges,
} from '../../audit/plan/planned-profiles.ts';
import { compileProfiles, type ProfileSet } from '../../fargate/profile-set.ts';
import { loadAwsChecks } from '../shared/aws-checks/run.ts';
import { reportUnread, whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { describeOrigin, loadClusterProfiles } from '../shared/cluster-profiles.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { type OpenedCluster, openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { packageVersion } from '../shared/package-version.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { createPlanChecks } from './aws-checks.ts';
import { MANIFESTS, takeClusterPods, takeManifests } from './pods.ts';
import { findingsOf, profilesBefore, readWantedProfiles, type WantedProfiles } from './read-profiles.ts';
import { type PlanRequest, readRequest } from './request.ts';

/**
 * Reports what a change of profiles would do. Resolves to the exit code: 2 for bad usage and for files that cannot be read or
 * written, 1 for changes at or over `--fail-on` and for what a cluster or EKS did not answer or allow, 0 otherwise.
 */
export async function runPlan(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { request } = result;
  return whileReportingClusterFailures(request, terminal, () => plan(request, terminal));
}

async function plan(request: PlanRequest, terminal: Terminal): Promise<number> {
  const { paths, profileOrigin } = request;
  const wanted = await readWantedProfiles({ paths, clusterName: profileOrigin.clusterName }, terminal);
  if (wanted.kind === 'unusable') return reportProblems([printable(wanted.problem)], terminal);
  const cluster = needsCluster(request) ? await openChosenCluster(request, terminal) : undefined;
  const before = await loadBefore(request, { wanted, cluster }, terminal);
  const unknown = request.deleted.filter((name) => !before.byName.has(name));
  if (unknown.length > 0) return reportProblems(unknown.map(unknownProfile), terminal);
  const profiles = planProfiles(before, changesOf(request, wanted));
  const checks = await loadAwsChecks(request.awsChecks, terminal);
  if (checks?.kind === 'missing') return reportProblems([checks.problem], terminal);
  const isPartial = request.namespaces.length > 0;
  const account = checks && createPlanChecks({ checks, profiles, wanted, isPartial });
  const count = new PlanCount(profiles, account?.demand);
  const taken = await takePods(count, { request, profiles, cluster }, terminal);
  if (taken.kind === 'nothing-read') return reportProblems(taken.problems.map(printable), terminal);
  const planned = reportOf(count, { request, profiles, wanted, ...taken });
  const awsChecks = account && cluster && (await account.run(cluster.api, taken.missingPods));
  const report = awsChecks === undefined ? planned : { ...planned, awsChecks };
  const written = await writeOutputs(report, request, terminal);
  reportUnread(report, terminal);
  return written === EXIT.ok ? exitCode(report, request.failOn) : written;
}

function needsCluster({ manifests, profileOrigin }: PlanRequest): boolean {
  return manifests.length === 0 || profileOrigin.kind === 'resources';
}

interface Known {
  readonly wanted: WantedProfiles;
  readonly cluster: OpenedCluster | undefined;
}

/** @throws ProfileLoadError */
async function loadBefore(
  { profileOrigin }: PlanRequest,
  { wanted, cluster }: Known,
  terminal: Terminal,
): Promise<ProfileSet> {
  if (profileOrigin.kind === 'in-plan') return profilesBefore(wanted);
  return loadClusterProfiles(profileOrigin, cluster?.api, terminal);
}

/** What the user wants to be deleted, and what the plan deletes. */
function changesOf({ deleted }: PlanRequest, { placed, change }: WantedProfiles): WantedChanges {
  const byPlan = change?.deleted ?? [];
  return {
    profiles: placed.map(({ profile }) => profile),
    deleted: [...deleted, ...byPlan.map(({ name }) => name)],
    createdFirst: new Set(byPlan.flatMap(({ name, isCreatedFirst }) => (isCreatedFirst ? [name] : []))),
  };
}

/** A profile that goes away is in no other's way. */
function contextOf(
  { limits, profileOrigin, deleted }: Pick<PlanRequest, 'limits' | 'profileOrigin'> & Pick<WantedChanges, 'deleted'>,
  before: ProfileSet,
) {
  const profiles = compileProfiles(before.profiles.filter(({ name }) => !deleted.includes(name)));
  return { limits, cluster: { clusterName: profileOrigin.clusterName, profiles } };
}

function unknownProfile(name: string): string {
  return printable(`--delete: the cluster has no Fargate profile ${JSON.stringify(name)}`);
}

interface Ground {
  readonly request: PlanRequest;
  readonly profiles: PlannedProfiles;
  readonly cluster: OpenedCluster | undefined;
}

interface TakenPods extends ReadCluster {
  readonly kind: 'taken';
  /** What the pods are of, in words. */
  readonly source: string;
}

/** A plan for nothing would read as if nothing became of the pods. */
interface NothingRead {
  readonly kind: 'nothing-read';
  readonly problems: readonly string[];
}

async function takePods(
  count: PlanCount,
  { request, profiles, cluster }: Ground,
  terminal: Terminal,
): Promise<TakenPods | NothingRead> {
  if (request.manifests.length > 0 || cluster === undefined) {
    const source = request.manifests.join(', ');
    const { workloads, errors } = await takeManifests(count, request, terminal);
    if (workloads > 0) return { kind: 'taken', errors, notes: [], source, region: undefined, missingPods: [] };
    return { kind: 'nothing-read', problems: errors.map(({ reason }) => reason) };
  }
  const unread = await takeClusterPods(count, { cluster, request, profiles: profiles.before }, terminal);
  return { kind: 'taken', ...unread, source: cluster.name };
}

interface Outcome extends Omit<TakenPods, 'kind'> {
  readonly request: PlanRequest;
  readonly profiles: PlannedProfiles;
  readonly wanted: WantedProfiles;
}

function reportOf(count: PlanCount, { request, profiles, wanted, errors, notes, source, region }: Outcome): PlanReport {
  const prices = request.pricesIn(region);
  const { deleted } = changesOf(request, wanted);
  const findings = findingsOf(wanted.placed, contextOf({ ...request, deleted }, profiles.before));
  return {
    apiVersion: 'fargate-admission/v1alpha1',
    kind: 'PlanReport',
    planned: {
      at: new Date().toISOString(),
      version: packageVersion(),
      pods: source,
      profiles: describeOrigin(request.profileOrigin),
    },
    prices,
    profiles: profiles.changes.map((change) => ({ ...change, findings: findings.get(change.name) ?? [] })),
    profileOperations: operationsOf(profiles.changes),
    summary: count.summary(prices),
    workloads: count.workloads(),
    errors,
    notes,
  };
}

function exitCode({ profiles, summary, awsChecks, errors }: PlanReport, failOn: PlanRequest['failOn']): number {
  if (errors.length > 0) return errors.some(({ resource }) => resource === MANIFESTS) ? EXIT.usage : EXIT.failure;
  if (failOn === undefined) return EXIT.ok;
  const { changes, refused, stopped } = summary;
  const isRefusedByEks = profiles.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  const [accountFails, accountWarns] = [awsChecks?.results.fail ?? 0, awsChecks?.results.warn ?? 0];
  const isBad = refused > 0 || stopped > 0 || isRefusedByEks || accountFails > 0;
  const { 'moves-to-fargate': _moves, unchanged: _unchanged, ...others } = changes;
  const deservesALook = accountWarns > 0 || Object.values(others).some((pods) => pods > 0);
  return isBad || (failOn === 'warn' && deservesALook) ? EXIT.failure : EXIT.ok;
}
