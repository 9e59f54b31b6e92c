import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Field } from '../../src/documents/field.ts';
import type { Finding } from '../../src/fargate/finding.ts';
import { findingWarning, withProfile } from '../../src/webhook/admission/warning.ts';
import { skipBelowMinor, skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useInstallation } from '../support/cluster/installation.ts';
import { eventually } from '../support/eventually.ts';
import type { ProgramResult } from '../support/processes/run-program.ts';
import {
  assess,
  PROFILES_FOLDER,
  predictionText,
  sizeText,
  type WorkloadFixture,
  workloadFixtures,
} from '../support/workload-fixtures.ts';

const FIXTURES_FOLDER = fileURLToPath(new URL('../fixtures/workloads/', import.meta.url));
const KINDS = 'pods,deployments,replicasets,statefulsets,daemonsets,replicationcontrollers,jobs,cronjobs';

/** Said of the workload that makes the pods, and not of a pod. */
const ABOUT_THE_WORKLOAD: readonly string[] = ['finished-job-pods', 'may-match'];

/** In a template the scheduler and the label are the author's; on the pod they may be EKS's. */
const TAKEN_FOR_PLACED = 'fargate-scheduler';

const allFixtures = workloadFixtures();

/** The webhooks are not called about kube-system. */
const fixtures = allFixtures.filter(({ namespace }) => namespace !== 'kube-system');

/** Of these an API server of 1.32 drops the fields that the finding is about (seen on 1.32.2), and one of 1.36 keeps them. */
const IN_NEWER_VERSIONS: readonly string[] = ['proc-mount', 'resource-claims', 'user-namespace'];

function skipWhereDropped({ name }: WorkloadFixture): { readonly skip: string | false } {
  return { skip: IN_NEWER_VERSIONS.includes(name) ? skipBelowMinor(36) : false };
}

describe('the workloads of the fixtures, through a real API server and its controllers', {
  skip: skipWithoutControlPlane(),
}, () => {
  const installation = useInstallation({ flags: [`--profiles=${fileURLToPath(PROFILES_FOLDER)}`, '--warn-on=hint'] });
  let applied: ProgramResult = { code: -1, stdout: '', stderr: '' };
  let stored: readonly Field[] = [];

  before(async () => {
    const { createNamespace, kubectl } = installation().controlPlane;
    for (const namespace of new Set(fixtures.map((fixture) => fixture.namespace))) await createNamespace(namespace);
    await kubectl(['create', '--filename=-'], { input: JSON.stringify(RUNTIME_CLASS) });
    applied = await kubectl(['apply', `--filename=${FIXTURES_FOLDER}`]);
    stored = await readStored();
  });

  test('are all accepted', () => {
    assert.equal(applied.code, 0, applied.stderr);
    assert.equal(applied.stdout.trim().split('\n').length, allFixtures.length);
  });

  for (const fixture of fixtures) {
    test(`${fixture.name}: kubectl prints what the file says`, skipWhereDropped(fixture), () => {
      assert.deepEqual(printedFor(fixture, applied), warningsFrom(fixture));
    });

    test(`${fixture.name}: what the API server has stored says the same as the file`, skipWhereDropped(fixture), () => {
      const document = stored.find((candidate) => identity(candidate) === identity(fixture.document));
      assert.ok(document !== undefined);
      assert.deepEqual(outcomeOf(document, fixture.namespace), outcomeOf(fixture.document, fixture.namespace));
    });
  }

  describe('the pods that controllers make', { skip: skipWithoutControllerManager() }, () => {
    before(async () => {
      const { kubectlOutput } = installation().controlPlane;
      // A DaemonSet makes a pod for each node, a CronJob one at its time or on request.
      await kubectlOutput(['create', '--filename=-'], { input: JSON.stringify(NODE) });
      await kubectlOutput(['taint', 'node', NODE.metadata.name, 'node.kubernetes.io/not-ready-']);
      for (const { document, namespace } of fixtures.filter((fixture) => kindOf(fixture.document) === 'CronJob')) {
        const name = nameOf(document);
        await kubectlOutput(['create', 'job', `${name}-now`, `--from=cronjob/${name}`, `--namespace=${namespace}`]);
      }
    });

    for (const fixture of fixtures.filter(({ name }) => name !== TAKEN_FOR_PLACED)) {
      test(`${fixture.name}: its pod says the same as the file`, skipWhereDropped(fixture), async () => {
        const pod = await podOf(fixture);
        assert.deepEqual(podOutcomeOf(pod, fixture.namespace), podOutcomeOf(fixture.document, fixture.namespace));
      });

      test(`${fixture.name}: its pod carries the prediction and size of the file`, async () => {
        const annotations = (await podOf(fixture)).get('metadata').get('annotations').stringMap();
        const [kind, profile] = fixture.prediction?.split(' ') ?? [];
        assert.equal(annotations['fargate-admission/profile'], kind === 'fargate' ? profile : undefined);
        assert.equal(
          annotations['fargate-admission/capacity'],
          fixture.size === 'too-large' ? undefined : fixture.size,
        );
      });
    }

    test(`${TAKEN_FOR_PLACED}: its pod looks like one that EKS has placed, and is unconfirmed`, async () => {
      const fixture = fixtures.find(({ name }) => name === TAKEN_FOR_PLACED);
      assert.ok(fixture !== undefined);
      const { prediction } = assess(await podOf(fixture), fixture.namespace);
      assert.equal(prediction.kind, 'eks-unconfirmed');
    });
  });

  async function readStored(): Promise<readonly Field[]> {
    const output = await installation().controlPlane.kubectlOutput(['get', KINDS, '--all-namespaces', '--output=json']);
    return new Field(JSON.parse(output)).get('items').list();
  }

  async function podOf({ document, namespace }: WorkloadFixture): Promise<Field> {
    return eventually(async () => {
      const pod = stored.find(isPodOf(document, namespace));
      if (pod === undefined) stored = await readStored();
      assert.ok(pod !== undefined, `no pod of ${identity(document)}`);
      return pod;
    });
  }
});

/** Without it the API server makes no pod that names it. */
const RUNTIME_CLASS = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: 'gvisor' },
  handler: 'runsc',
};

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'ip-192-168-56-78.eu-west-1.compute.internal', labels: { 'kubernetes.io/os': 'linux' } },
};

/** Every template of the fixtures has the name of its workload as a label. */
function isPodOf(document: Field, namespace: string): (candidate: Field) => boolean {
  return (candidate) => {
    const metadata = candidate.get('metadata');
    return (
      kindOf(candidate) === 'Pod' &&
      metadata.get('namespace').value === namespace &&
      metadata.get('labels').stringMap()['app.kubernetes.io/name'] === nameOf(document)
    );
  };
}

function outcomeOf(document: Field, namespace: string): object {
  const { workload, prediction, findings } = assess(document, namespace);
  return { prediction: predictionText(prediction), size: sizeText(workload, prediction), findings };
}

function podOutcomeOf(document: Field, namespace: string): object {
  const { workload, prediction, findings } = assess(document, namespace);
  const ofPod = findings.filter(({ code }) => !ABOUT_THE_WORKLOAD.includes(code));
  return {
    prediction: predictionText(prediction),
    size: sizeText(workload, prediction),
    findings: ofPod.map((found) => ({ ...found, field: found.field.within(workload.template.path) })),
  };
}

function warningsFrom({ document, namespace }: WorkloadFixture): readonly string[] {
  const { prediction, findings } = assess(document, namespace);
  return findings.map(
    (found: Finding) => `Warning: ${findingWarning(subjectOf(document), withProfile(found, prediction)).text}`,
  );
}

function printedFor({ document }: WorkloadFixture, { stderr }: ProgramResult): readonly string[] {
  return stderr.split('\n').filter((line) => line.startsWith(`Warning: ${subjectOf(document)}: `));
}

function subjectOf(document: Field): string {
  return `${kindOf(document)} ${nameOf(document)}`;
}

function identity(document: Field): string {
  return `${subjectOf(document)} in ${document.get('metadata').get('namespace').string()}`;
}

function kindOf(document: Field): string {
  return document.get('kind').string() ?? '';
}

function nameOf(document: Field): string {
  return document.get('metadata').get('name').string() ?? '';
}
