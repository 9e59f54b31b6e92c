import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REVIEWED_KINDS } from '../../../src/documents/workloads/kubernetes-kinds.ts';
import { WORKLOAD_FINDINGS } from '../../../src/fargate/workload-findings.ts';
import {
  assess,
  predictionText,
  sizeText,
  type WorkloadFixture,
  workloadFixtures,
} from '../../support/workload-fixtures.ts';

const fixtures = workloadFixtures();
const clean = fixtures.filter(({ name }) => name.startsWith('clean-'));
const faulty = fixtures.filter((fixture) => !clean.includes(fixture));

describe('every workload of the fixtures', () => {
  for (const fixture of fixtures) {
    test(`${fixture.name}: has exactly its findings, prediction and size`, () => {
      const { workload, prediction, findings } = assess(fixture.document, fixture.namespace);
      assert.deepEqual(
        {
          findings: findings.map(({ code, field }) => `${code} at ${field}`),
          prediction: predictionText(prediction),
          size: sizeText(workload, prediction),
        },
        { findings: fixture.expected, prediction: fixture.prediction, size: fixture.size },
      );
    });
  }

  test('has a name of its own in its namespace', () => {
    const names = fixtures.map(
      ({ document, namespace }) => `${namespace}/${document.get('metadata').get('name').string()}`,
    );
    assert.equal(new Set(names).size, fixtures.length);
  });
});

describe('the fixtures', () => {
  test('are one for each code of a workload finding, which it has', () => {
    assert.deepEqual(faulty.map(({ name }) => name).toSorted(), Object.keys(WORKLOAD_FINDINGS).toSorted());
    for (const { name, expected } of faulty)
      assert.ok(
        expected.some((line) => line.startsWith(`${name} `)),
        name,
      );
  });

  test('have a clean one for each kind of workload', () => {
    assert.deepEqual([...new Set(clean.map(kindOf))].toSorted(), REVIEWED_KINDS.map(({ kind }) => kind).toSorted());
    assert.deepEqual(
      clean.flatMap(({ expected }) => expected),
      [],
    );
  });
});

describe('every code of a workload finding', () => {
  for (const [code, { title, fix }] of Object.entries(WORKLOAD_FINDINGS)) {
    test(`${code}: says what is found and how to fix it, in one line each`, () => {
      assert.match(code, /^[a-z]+(-[a-z]+)*$/);
      assert.match(title, /^[^\n]{10,}\.$/);
      assert.match(fix, /^[a-z][^\n]{9,}[^.]$/);
    });
  }
});

function kindOf({ document }: WorkloadFixture): string | undefined {
  return document.get('kind').string();
}
