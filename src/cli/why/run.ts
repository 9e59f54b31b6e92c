import type { Command } from 'commander';
import { diagnose } from '../../audit/diagnosis/diagnosis.ts';
import { reportUnread, whileReportingClusterFailures } from '../shared/cluster-problems.ts';
import { loadClusterProfiles } from '../shared/cluster-profiles.ts';
import { EXIT, type Terminal } from '../shared/command.ts';
import { openChosenCluster } from '../shared/open-cluster.ts';
import { writeOutputs } from '../shared/outputs.ts';
import { reportProblems } from '../shared/problems.ts';
import { printable } from '../shared/terminal-text.ts';
import { readEvidence, readPod } from './read.ts';
import { readRequest } from './request.ts';

/**
 * Diagnoses one pod. Resolves to the exit code: 0 where it runs as it is meant to; 1 where it does not, or where something that
 * the verdict depends on could not be read; 2 for bad usage and for a pod that does not exist.
 */
export async function runWhy(command: Command, terminal: Terminal): Promise<number> {
  const result = await readRequest(command, terminal);
  if (result.kind === 'invalid') return reportProblems(result.problems.map(printable), terminal);
  const { podName, namespace, outputs, cluster: chosen, profileOrigin } = result.request;
  return whileReportingClusterFailures(result.request, terminal, async () => {
    const cluster = await openChosenCluster(chosen, terminal);
    const [pod, profiles] = await Promise.all([
      readPod(cluster, { namespace: namespace ?? cluster.namespace, name: podName }),
      loadClusterProfiles(profileOrigin, cluster.api, terminal),
    ]);
    const diagnosis = diagnose(await readEvidence(cluster, pod, profiles));
    const written = await writeOutputs(diagnosis, { outputs }, terminal);
    reportUnread(diagnosis, terminal);
    if (written !== EXIT.ok) return written;
    return diagnosis.runsAsMeant && diagnosis.errors.length === 0 ? EXIT.ok : EXIT.failure;
  });
}
