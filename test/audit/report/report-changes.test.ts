import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LEFT_OUT_ANNOTATION, namespaceReports } from '../../../src/audit/report/namespace-report.ts';
import { type ReportChange, ReportChanges } from '../../../src/audit/report/report-changes.ts';
import { Field } from '../../../src/documents/field.ts';
import { auditCase, auditReport } from '../../support/audit/reports.ts';

const REPORT = auditReport([auditCase('well')]);

/** The report of the namespace shop as the API server gives it back. */
function storedReport(metadata: object = {}, rest: object = {}): object {
  const [wanted] = namespaceReports(REPORT, 'openreports');
  return {
    ...wanted,
    metadata: {
      ...wanted?.metadata,
      uid: 'one',
      resourceVersion: '7',
      creationTimestamp: '2026-11-26T12:00:00Z',
      ...metadata,
    },
    ...rest,
  };
}

function changesFor(stored: object, report = REPORT): readonly ReportChange[] {
  const changes = new ReportChanges(report, 'openreports');
  changes.take(new Field(stored));
  return changes.changes();
}

function kindsOf(changes: readonly ReportChange[]): readonly string[] {
  return changes.map(({ kind }) => kind);
}

describe('a stored report', () => {
  test('that says what the audit says stays, whatever else its metadata holds', () => {
    assert.deepEqual(changesFor(storedReport({ annotations: { team: 'a' }, generation: 3 })), []);
  });

  test('is replaced as the object that was read', () => {
    const [change] = changesFor(storedReport({}, { results: [] }));
    assert.ok(change?.kind === 'replace');
    assert.equal(change.uid, 'one');
    assert.deepEqual(change.report.metadata.namespace, 'shop');
  });

  for (const field of ['results', 'summary', 'scope', 'source']) {
    test(`is replaced where its ${field} is another`, () => {
      assert.deepEqual(kindsOf(changesFor(storedReport({}, { [field]: undefined }))), ['replace']);
    });
  }

  test('is replaced where it says that results are left out, and none are any more', () => {
    assert.deepEqual(kindsOf(changesFor(storedReport({ annotations: { [LEFT_OUT_ANNOTATION]: '3' } }))), ['replace']);
  });

  test('is deleted, as the object that was read, where there is nothing to say', () => {
    assert.deepEqual(changesFor(storedReport(), auditReport([])), [{ kind: 'delete', namespace: 'shop', uid: 'one' }]);
  });

  test('that is being deleted already is left to that', () => {
    const deletionTimestamp = '2026-11-26T12:00:00Z';
    assert.deepEqual(changesFor(storedReport({ deletionTimestamp }), auditReport([])), []);
    assert.deepEqual(changesFor(storedReport({ deletionTimestamp })), []);
  });

  test('of another name is none of ours', () => {
    assert.deepEqual(kindsOf(changesFor(storedReport({ name: 'trivy' }))), ['create']);
  });

  test('of our name without our label is left alone', () => {
    assert.deepEqual(changesFor(storedReport({ labels: {} })), [{ kind: 'leave', namespace: 'shop' }]);
    assert.deepEqual(changesFor(storedReport({ labels: undefined }), auditReport([])), []);
  });
});
