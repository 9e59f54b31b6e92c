import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareReports } from '../../../src/audit/comparison/comparison.ts';
import type { AuditReport } from '../../../src/audit/report/report.ts';
import { offFargate, onFargate, PRICES, report, workload } from '../../support/page/reports.ts';

const ABOUT = report([]).audited;
const NO_ANSWER = { reason: 'no answer' };

const NEAR_MISS = {
  severity: 'hint',
  code: 'near-miss',
  field: 'metadata.labels',
  message: 'one label away',
  fix: 'set the label app',
} as const;

/** `changed shop/cart`, with what moved and which codes appeared and were resolved. */
function changes(before: AuditReport, after: AuditReport): readonly string[] {
  return compareReports(before, after).workloads.map(({ change, namespace, name, moves, appeared, resolved }) =>
    [
      `${change} ${namespace}/${name}`,
      ...moves.map((move) => `${move.what}: ${move.before.join('+')} > ${move.after.join('+')}`),
      ...appeared.map(({ level, code }) => `+${level} ${code}`),
      ...resolved.map(({ level, code }) => `-${level} ${code}`),
    ].join(', '),
  );
}

describe('the comparison of two reports', () => {
  test('of one cluster that is as it was has no change', () => {
    const one = report([workload({ name: 'cart', findings: [NEAR_MISS] }), workload({ name: 'api' }, [offFargate()])]);
    assert.deepEqual(compareReports(one, one), {
      since: '2026-11-26T12:01:00.000Z',
      sinceVersion: '0.1.0',
      cost: { before: 9.01, after: 9.01 },
      counts: { new: 0, gone: 0, changed: 0, unchanged: 2 },
      workloads: [],
      notes: [],
    });
  });

  test('names workloads that are new and gone with their problems, new ones first', () => {
    const before = report([workload({ name: 'old' }, [offFargate({ code: 'near-miss' })]), workload({ name: 'cart' })]);
    const after = report([workload({ name: 'cart' }), workload({ name: 'api', findings: [NEAR_MISS] })]);
    assert.deepEqual(changes(before, after), ['new shop/api, +hint near-miss', 'gone shop/old, -warn near-miss']);
    assert.deepEqual(compareReports(before, after).counts, { new: 1, gone: 1, changed: 0, unchanged: 1 });
  });

  test('knows a workload by API group, kind, namespace and name', () => {
    const db = { apiGroup: 'apps', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
    const before = report([workload(db)]);
    assert.deepEqual(changes(before, report([workload(db)])), []);
    for (const other of [{ apiGroup: 'apps.kruise.io' }, { kind: 'Job' }, { namespace: 'bank' }, { name: 'db2' }]) {
      const after = report([workload({ ...db, ...other })]);
      assert.deepEqual(
        compareReports(before, after).workloads.map(({ change }) => change),
        ['new', 'gone'],
      );
    }
  });

  test('names what has moved: profile, node type and size', () => {
    const before = report([workload({ name: 'cart' }, [offFargate()])]);
    const after = report([workload({ name: 'cart', sizes: ['1vCPU 2GB'] }, [onFargate({ profile: 'batch' })])]);
    assert.deepEqual(changes(before, after), [
      'changed shop/cart, profile:  > batch, node type: off Fargate > Fargate, size:  > 1vCPU 2GB',
    ]);
  });

  test('takes neither the order of sizes nor a pod that waits for a node for a move', () => {
    const before = report([workload({ name: 'cart', sizes: ['1vCPU 2GB', '2vCPU 4GB'] }, [onFargate()])]);
    const waiting = onFargate({ code: 'starting', placement: 'fargate-pending' });
    const after = report([workload({ name: 'cart', sizes: ['2vCPU 4GB', '1vCPU 2GB'] }, [onFargate(), waiting])]);
    assert.deepEqual(
      compareReports(before, after).workloads.map(({ moves }) => moves),
      [[]],
    );
  });

  test('names verdicts and findings that appeared and were resolved, and not those that pass', () => {
    const before = report([workload({ name: 'cart', findings: [NEAR_MISS] }, [onFargate({ code: 'size-differs' })])]);
    const after = report([workload({ name: 'cart' }, [onFargate({ code: 'profile-gone' })])]);
    assert.deepEqual(changes(before, after), [
      'changed shop/cart, +warn profile-gone, -warn size-differs, -hint near-miss',
    ]);
  });

  test('takes another message for the same problem: it names pods and nodes', () => {
    const on = (node: string) =>
      report([workload({ name: 'cart' }, [offFargate({ code: 'near-miss', message: `is on node ${node}`, node })])]);
    assert.deepEqual(changes(on('ip-1'), on('ip-2')), []);
  });

  test('lists a workload that only costs more', () => {
    const before = report([workload({ name: 'cart' }, [onFargate()])]);
    const after = report([workload({ name: 'cart' }, [onFargate(), onFargate()])]);
    const { workloads, cost } = compareReports(before, after);
    assert.deepEqual([workloads[0]?.change, workloads[0]?.cost], ['changed', { before: 9.01, after: 18.02 }]);
    assert.deepEqual(cost, { before: 9.01, after: 18.02 });
  });

  test('lists no workload that only costs more by another price, and says so', () => {
    const before = report([workload({ name: 'cart' })]);
    const dearer = report([{ ...workload({ name: 'cart' }), fargate: { ...workload({}).fargate, costPerMonth: 20 } }]);
    const compared = compareReports(before, { ...dearer, prices: { ...PRICES, vcpuHour: 0.1 } });
    assert.deepEqual(compared.workloads, []);
    assert.match(compared.notes.join(), /^The two reports count with different prices/);
  });

  test('compares no cost of two currencies, and says so', () => {
    const one = report([workload({ name: 'cart' })]);
    const compared = compareReports(one, { ...one, prices: { ...PRICES, currency: 'EUR' } });
    assert.deepEqual([compared.cost, compared.workloads], [undefined, []]);
    assert.deepEqual(compared.notes, ['The earlier report counts in USD, this one in EUR: costs are not compared.']);
  });
});

describe('the comparison with an audit that has not seen all', () => {
  const both = [workload({ name: 'cart' }), workload({ name: 'ledger', namespace: 'bank' })];

  test('leaves out namespaces that only one of them was asked for', () => {
    const after = report([workload({ name: 'cart' })], { audited: { ...ABOUT, namespaces: ['shop'] } });
    const { workloads, cost, notes } = compareReports(report(both), after);
    assert.deepEqual(workloads, []);
    assert.deepEqual(cost, { before: 9.01, after: 9.01 });
    assert.deepEqual(notes, ['Only one of the audits has read all pods of namespace bank: not compared.']);
  });

  test('leaves out namespaces whose pods one of them could not read', () => {
    const errors = [{ namespace: 'bank', resource: 'events, pods', ...NO_ANSWER }];
    assert.deepEqual(changes(report(both), report([workload({ name: 'cart' })], { errors })), []);
    assert.deepEqual(changes(report([workload({ name: 'cart' })], { errors }), report(both)), []);
  });

  test('leaves out everything where the list of all pods ended early', () => {
    const errors = [{ resource: 'pods', ...NO_ANSWER }];
    const { counts } = compareReports(report(both), report([workload({ name: 'cart' })], { errors }));
    assert.deepEqual(counts, { new: 0, gone: 0, changed: 0, unchanged: 0 });
  });

  test('says that a workload may seem new where its controllers could not be read', () => {
    const errors = [{ namespace: 'bank', resource: 'replicaSets', ...NO_ANSWER }];
    assert.deepEqual(compareReports(report(both), report(both, { errors })).notes, [
      'One of the audits could not read all replicaSets: workloads may seem new, gone or changed.',
    ]);
  });

  test('says where the reports are of other versions and regions', () => {
    const earlier = report(both, { audited: { ...ABOUT, version: '0.0.9', region: 'eu-west-1' } });
    const later = report(both, { audited: { ...ABOUT, region: 'us-east-1' } });
    assert.deepEqual(compareReports(earlier, later).notes, [
      'The earlier report is of a cluster in eu-west-1, this one in us-east-1: they may be of two clusters.',
      'The earlier report is by version 0.0.9, this one by 0.1.0: verdicts may differ because of that.',
    ]);
  });
});
