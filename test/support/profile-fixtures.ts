import assert from 'node:assert/strict';
import {
  assessNewProfile,
  assessProfileChange,
  InputProfiles,
  type ProfileContext,
} from '../../src/documents/assessment/profile.ts';
import type { Field } from '../../src/documents/field.ts';
import { type ProfileResource, parseProfileResource } from '../../src/documents/profiles/profile-resource.ts';
import { parseProfileDocument } from '../../src/documents/profiles/registry.ts';
import type { Finding } from '../../src/fargate/finding.ts';
import { DEFAULT_LIMITS } from '../../src/fargate/profile-rules.ts';
import { compileProfiles, type ProfileSet } from '../../src/fargate/profile-set.ts';
import { expectation, type Fixture, readFixture } from './fixtures.ts';

/**
 * What webhook and command line say of a profile under test/fixtures/profile-rules: of two documents, the second is an
 * update of the first, or both are in one input.
 */
export function profileFixtureFindings({ documents }: Fixture): readonly Finding[] {
  const [first, second] = documents;
  assert.ok(first !== undefined);
  const context = contextOf(second ?? first);
  if (second === undefined) return assessNewProfile(resourceOf(first), context);
  if (expectation(second, 'together') !== undefined) {
    const input = new InputProfiles(context);
    return documents.flatMap((document) => input.assess(resourceOf(document), { file: 'a.yaml', place: 'a.yaml:6' }));
  }
  return assessProfileChange(resourceOf(first), resourceOf(second), context);
}

function contextOf(document: Field): ProfileContext {
  const profiles = existingProfiles(expectation(document, 'existing') ?? 'settled');
  return { limits: DEFAULT_LIMITS, cluster: { clusterName: 'demo', profiles } };
}

function resourceOf(document: Field): ProfileResource {
  const resource = parseProfileResource(document);
  assert.ok(resource !== undefined);
  return resource;
}

function existingProfiles(name: string): ProfileSet {
  const [document] = readFixture(`profile-rules/existing/${name}.yaml`).documents;
  const profiles = document === undefined ? undefined : parseProfileDocument(document);
  assert.ok(profiles !== undefined);
  return compileProfiles(profiles);
}
