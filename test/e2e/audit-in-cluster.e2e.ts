import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AUDIT_CODES } from '../../src/audit/result.ts';
import { Field } from '../../src/documents/field.ts';
import { AUDIT_CASES, type AuditCase } from '../support/audit/cases.ts';
import { skipWithoutControllerManager, skipWithoutControlPlane } from '../support/cluster/assets.ts';
import { useControlPlane } from '../support/cluster/control-plane.ts';
import { AUDIT_USER, type AuditInstallation, installAudit } from '../support/cluster/overlay-installation.ts';
import { create, NODES, placePods } from '../support/cluster/placed-pods.ts';
import {
  REPORT_RESOURCES,
  type ReportResource,
  type StoredReport,
  storedReports,
} from '../support/cluster/stored-reports.ts';
import { readCalls, rightsGiven, rightsUsed } from '../support/cluster/used-rights.ts';
import { eventually } from '../support/eventually.ts';
import { type AuditProcess, startAuditProcess } from '../support/processes/audit-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', users: [AUDIT_USER] }, { level: 'None' }],
};

/** Beside the pods that stand for the verdicts: one that is deleted, and one that outlives its namespace for a while. */
const CASES: readonly AuditCase[] = [
  ...AUDIT_CASES,
  { name: 'passing', code: 'off-fargate', namespace: 'brief', node: 'ec2' },
  { name: 'staying', code: 'being-deleted', namespace: 'leaving', isBeingDeleted: true },
];

describe('an audit that is repeated, with the rights of its overlay and no more', {
  skip: skipWithoutControlPlane(),
}, () => {
  const controlPlane = useControlPlane({ auditPolicy: AUDIT_POLICY });
  const undo: (() => Promise<unknown>)[] = [];
  let installation: AuditInstallation;
  let openReports: AuditProcess;
  let policyReports: AuditProcess;

  before(async () => {
    const cluster = controlPlane();
    const directory = await makeTemporaryFolder();
    undo.push(() => directory.remove());
    installation = await installAudit(cluster, directory.path);
    for (const namespace of ['shop', 'tools', 'brief', 'leaving']) await cluster.createNamespace(namespace);
    await create(cluster, NODES);
    await placePods(cluster, CASES);
    openReports = await start([]);
    policyReports = await start(['--reports=policyreport']);
  });
  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  async function start(flags: readonly string[]): Promise<AuditProcess> {
    const { profiles, kubeconfig } = installation;
    const started = await startAuditProcess([`--profiles=${profiles}`, ...flags], { KUBECONFIG: kubeconfig });
    undo.push(() => started.stop());
    return started;
  }

  function stored(resource: ReportResource): Promise<ReadonlyMap<string, StoredReport>> {
    return storedReports(controlPlane(), resource);
  }

  function allAgain(audits: readonly AuditProcess[]): Promise<unknown> {
    return Promise.all(audits.map((audit) => audit.auditAgain()));
  }

  test('is installed without a warning, with all that watches it', () => {
    const { code, stdout, stderr } = installation.applied;
    assert.deepEqual([code, stderr], [0, '']);
    for (const created of ['deployment.apps', 'prometheusrule.monitoring.coreos.com', 'service']) {
      assert.match(stdout, new RegExp(`^${created}/fargate-admission-audit created$`, 'm'));
    }
  });

  test('makes a pod, which Pod Security "restricted" admits', { skip: skipWithoutControllerManager() }, async () => {
    const args = ['get', 'pods', '--namespace=fargate-admission', '--output=name'];
    await eventually(async () =>
      assert.match(await controlPlane().kubectlOutput(args), /^pod\/fargate-admission-audit-/),
    );
  });

  test('shows how many pods got each verdict', async () => {
    // Of those off Fargate, the controllers have made some as well.
    for (const { code } of CASES.filter((one) => one.code !== 'off-fargate')) {
      const series = `fargate_admission_placement_pods{result="${AUDIT_CODES[code].result}",code="${code}"}`;
      assert.equal(await openReports.metric(series), CASES.filter((one) => one.code === code).length, code);
    }
  });

  test('shows what the profiles of the cluster have, and no profile that only a pod names', async () => {
    const text = await openReports.metrics();
    const profiles = [...text.matchAll(/^fargate_admission_provisioned_vcpu\{profile="([^"]+)"\} (\S+)$/gm)];
    assert.deepEqual(
      profiles.map(([, profile]) => profile),
      ['a-first', 'early', 'late', 'leaving', 'web'],
    );
    assert.ok(Number(profiles.at(-1)?.[2]) > 3);
  });

  test('serves its page, and lets no other page frame it', async () => {
    const response = await fetch(openReports.pageUrl);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'sha256-.*; frame-ancestors 'none'$/);
    assert.match(await response.text(), /"namespace":"shop","name":"refused"/);
  });

  test('is alive and ready', async () => {
    assert.equal(await (await fetch(`${openReports.opsUrl}/livez`)).text(), 'ok\n');
    assert.match(await (await fetch(`${openReports.opsUrl}/readyz?verbose`)).text(), /^\[\+\]audit ok$/m);
  });

  for (const resource of REPORT_RESOURCES) {
    test(`has written a report into each namespace with pods: ${resource}`, async () => {
      const reports = await stored(resource);
      for (const namespace of ['shop', 'tools', 'brief', 'kube-system']) assert.ok(reports.has(namespace), namespace);
      assert.ok(reports.get('shop')?.rules.includes('refused-by-fargate'));
    });
  }

  test('writes no report that says the same', async () => {
    const reports = () => Promise.all(REPORT_RESOURCES.map(stored));
    await allAgain([openReports, policyReports]);
    const before = await reports();
    await allAgain([openReports, policyReports]);
    assert.deepEqual(await reports(), before);
  });

  test('writes the report of a namespace whose pods have changed, and no other', async () => {
    const before = await stored('reports.openreports.io');
    await controlPlane().kubectlOutput(['label', 'pod', 'well', '--namespace=shop', 'app=other', '--overwrite']);
    for (const resource of REPORT_RESOURCES) {
      await eventually(async () => assert.ok(!(await stored(resource)).get('shop')?.rules.includes('on-fargate')));
    }
    const now = await stored('reports.openreports.io');
    assert.notEqual(now.get('shop')?.version, before.get('shop')?.version);
    assert.deepEqual(now.get('tools'), before.get('tools'));
  });

  test('deletes the report of a namespace that has no pods any more', async () => {
    await controlPlane().kubectlOutput(['delete', 'pod', 'passing', '--namespace=brief', '--force']);
    for (const resource of REPORT_RESOURCES) {
      await eventually(async () => assert.ok(!(await stored(resource)).has('brief')));
    }
  });

  test('takes it for no failure that a namespace which is being deleted can have no new report', async () => {
    await controlPlane().kubectlOutput(['delete', 'namespace', 'leaving', '--wait=false']);
    await controlPlane().kubectlOutput(['delete', 'reports.openreports.io', '--all', '--namespace=leaving']);
    const series = 'fargate_admission_audit_report_writes_total{result="gone"}';
    await eventually(async () => assert.ok((await openReports.metric(series)) > 0));
    assert.equal(await openReports.metric('fargate_admission_audit_report_writes_total{result="failed"}'), 0);
  });

  test('leaves a report that is somebody else’s alone', async () => {
    const report = {
      apiVersion: 'openreports.io/v1alpha1',
      kind: 'Report',
      metadata: { name: 'fargate-admission', namespace: 'brief' },
    };
    await create(controlPlane(), [report]);
    const before = (await stored('reports.openreports.io')).get('brief');
    await openReports.auditAgain();
    assert.deepEqual((await stored('reports.openreports.io')).get('brief'), before);
  });

  test('does no harm twice at once', async () => {
    const second = await start([]);
    await placePods(controlPlane(), [{ name: 'newcomer', code: 'off-fargate', namespace: 'tools', node: 'ec2' }]);
    await allAgain([openReports, second]);
    const before = await stored('reports.openreports.io');
    await allAgain([openReports, second]);
    assert.deepEqual(await stored('reports.openreports.io'), before);
    for (const audit of [openReports, second]) {
      assert.equal(await audit.metric('fargate_admission_audit_report_writes_total{result="failed"}'), 0);
    }
    assert.equal(await second.stop(), 0);
  });

  test('stops at once at SIGTERM', async () => {
    assert.equal(await policyReports.stop(), 0);
    assert.equal(policyReports.logLines().at(-1)?.['msg'], 'stopped');
  });

  test('logs one line for each audit, and no warning', () => {
    const lines = openReports.logLines();
    assert.deepEqual(
      lines.filter(({ level }) => level !== 'info'),
      [],
    );
    assert.ok(lines.filter(({ msg }) => msg === 'audit').length > 2);
  });

  test('needs every right that the overlay gives, and no other', async () => {
    const args = ['get', 'clusterrole', 'fargate-admission-audit', '--output=json'];
    const role = new Field(JSON.parse(await controlPlane().kubectlOutput(args)));
    const calls = await readCalls(controlPlane().auditLogFile);
    assert.deepEqual(rightsUsed(calls), rightsGiven(role));
    assert.deepEqual(
      calls.filter(({ isAllowed }) => !isAllowed),
      [],
    );
  });
});
