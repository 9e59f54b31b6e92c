import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Assessment, assessWorkload } from '../../src/documents/assessment/workload.ts';
import { Field } from '../../src/documents/field.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';
import { parseWorkload, type Workload } from '../../src/documents/workloads/workload.ts';
import { capacityOf, formatCapacity } from '../../src/fargate/capacity.ts';
import { isBoundForFargate, type Prediction } from '../../src/fargate/prediction.ts';
import { compileProfiles } from '../../src/fargate/profile-set.ts';
import { expectation, readFixtures } from './fixtures.ts';

/** A workload under test/fixtures/workloads, as a user could apply it, with what is expected of it. */
export interface WorkloadFixture {
  /** The code that it is made for; `clean-…` where nothing is to be found. */
  readonly name: string;
  readonly namespace: string;
  readonly document: Field;
  /** `CODE at FIELD`, worst first. */
  readonly expected: readonly string[];
  /** `fargate PROFILE` or `not-fargate REASON`. */
  readonly prediction: string | undefined;
  /** `0.5vCPU 1GB` or `too-large`; undefined off Fargate. */
  readonly size: string | undefined;
}

/** Of the cluster that every fixture is made for. */
export const PROFILES_FOLDER = new URL('../fixtures/workloads/profiles/', import.meta.url);

export const FIXTURE_PROFILES = compileProfiles(readdirSync(PROFILES_FOLDER).flatMap(readProfiles));

function readProfiles(name: string) {
  const document = new Field(parse(readFileSync(new URL(name, PROFILES_FOLDER), 'utf8')));
  return parseProfileDocument(document) ?? [];
}

export function workloadFixtures(): readonly WorkloadFixture[] {
  return readFixtures('workloads').map(({ name, documents }) => {
    const [document] = documents;
    assert.ok(document !== undefined, name);
    const expected = (expectation(document, 'expect') ?? '').split('\n').filter((line) => line !== '');
    return {
      name,
      namespace: document.get('metadata').get('namespace').string() ?? 'default',
      document,
      expected,
      prediction: expectation(document, 'prediction'),
      size: expectation(document, 'size'),
    };
  });
}

/** What webhook and command line say of it. */
export function assess(document: Field, namespace: string): Assessment & { readonly workload: Workload } {
  const workload = parseWorkload(document, namespace);
  assert.ok(workload !== undefined);
  return { workload, ...assessWorkload(workload, FIXTURE_PROFILES) };
}

export function predictionText(prediction: Prediction): string {
  switch (prediction.kind) {
    case 'fargate':
      return `fargate ${prediction.profile.name}`;
    case 'not-fargate':
      return `not-fargate ${prediction.reason.kind}`;
    default:
      return prediction.kind;
  }
}

export function sizeText({ pod }: Workload, prediction: Prediction): string | undefined {
  if (!isBoundForFargate(prediction)) return undefined;
  const capacity = capacityOf(pod);
  return capacity.kind === 'provisioned' ? formatCapacity(capacity) : capacity.kind;
}
