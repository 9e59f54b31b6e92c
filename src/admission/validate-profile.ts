import { isDeepStrictEqual } from 'node:util';
import type { Field } from '../documents/field.ts';
import { type ProfileResource, parseProfileResource } from '../documents/profile-resource.ts';
import { type Finding, finding } from '../fargate/finding.ts';
import { checkAgainstOthers, checkCreation, identitiesOf } from '../fargate/profile-conflicts.ts';
import { checkProfile, checkRole, type SelectorLimits } from '../fargate/profile-rules.ts';
import { effectiveSelectors, type ProfileSpec } from '../fargate/profile-spec.ts';
import { invalid } from './denial.ts';
import type { Handler, Profiles, Verdict } from './handler.ts';
import { allowed, denied } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';
import { limitWarnings, warningText } from './warning.ts';

export interface ProfileValidatorOptions {
  readonly profiles: Profiles;
  readonly limits: SelectorLimits;
  /** The EKS cluster that we run in; undefined where nobody told. */
  readonly clusterName: string | undefined;
}

/**
 * `/validate/profiles`: denies a profile that EKS would refuse, on CREATE and UPDATE. What changes nothing that the
 * rules read always passes, and so does what is being deleted: controllers and finalizers are never blocked.
 */
export function createProfileValidator(options: ProfileValidatorOptions): Handler {
  return (request) => {
    if (request.subResource !== '') return pass(request);
    const before = parseProfile(request, request.oldObject);
    const after = parseProfile(request, request.object);
    if (after === undefined || after.isBeingDeleted) {
      if (before === undefined && after === undefined) throw new BadReviewError('request.object is missing');
      return changed(request, options, []);
    }
    if (before !== undefined && isDeepStrictEqual(ruleInputs(before), ruleInputs(after))) return pass(request);
    return changed(request, options, check(after, before, options));
  };
}

function parseProfile({ kind }: AdmissionRequest, object: Field): ProfileResource | undefined {
  if (!object.isPresent) return undefined;
  const resource = parseProfileResource(object);
  if (resource === undefined) {
    const type = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
    throw new BadReviewError(`${type} is no kind of Fargate profile that this path knows`);
  }
  return resource;
}

/** EKS reads the role when the profile is created; controllers fill it in afterwards. */
function ruleInputs({ spec, clusterName }: ProfileResource): object {
  const { role: _role, ...read } = spec;
  return { read, clusterName };
}

function check(
  after: ProfileResource,
  before: ProfileResource | undefined,
  options: ProfileValidatorOptions,
): readonly Finding[] {
  const { spec } = after;
  const own = [...checkProfile(spec, options.limits), ...(before === undefined ? checkRole(spec) : [])];
  const change = before === undefined ? [] : checkChange(before.spec, spec);
  return [...own, ...change, ...(own.some(isError) ? [] : checkCluster(after, before, options))];
}

function checkChange(before: ProfileSpec, after: ProfileSpec): readonly Finding[] {
  const { field, selectors } = effectiveSelectors(after);
  if (identitiesOf(effectiveSelectors(before).selectors) === identitiesOf(selectors)) return [];
  const problem = { kind: 'forbidden' } as const;
  return [
    finding('selectors-changed', {
      field,
      problem,
      message: 'EKS cannot change the selectors of a profile that exists',
    }),
  ];
}

/** Only where the resource is known to be for the cluster whose profiles we have. */
function checkCluster(
  { spec, clusterName }: ProfileResource,
  before: ProfileResource | undefined,
  { profiles, clusterName: ours }: ProfileValidatorOptions,
): readonly Finding[] {
  const loaded = profiles.current;
  if (ours === undefined || clusterName !== ours || loaded === undefined || !spec.isManaged) return [];
  return [...checkAgainstOthers(spec, loaded), ...(before === undefined ? checkCreation(spec, loaded) : [])];
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function pass(request: AdmissionRequest): Verdict {
  return { response: allowed(request.uid), prediction: undefined, findings: [] };
}

/** Where the change goes through, EKS's profiles are about to change as well. */
function changed(
  request: AdmissionRequest,
  { profiles }: ProfileValidatorOptions,
  findings: readonly Finding[],
): Verdict {
  const object = { group: request.kind.group, kind: request.kind.kind, name: nameOf(request) };
  const errors = findings.filter(isError);
  const warnings = limitWarnings(
    findings.filter((found) => !isError(found)).map((found) => warningFor(`${object.kind} ${object.name}`, found)),
  );
  const codes = findings.map(({ code }) => code);
  if (errors.length > 0) {
    const response = denied(request.uid, invalid(object, errors), { warnings });
    return { response, prediction: undefined, findings: codes };
  }
  if (!request.dryRun) profiles.requestRefresh({ describeAll: true });
  return { response: allowed(request.uid, { warnings }), prediction: undefined, findings: codes };
}

function warningFor(subject: string, { field, message, fix, code }: Finding): string {
  return warningText(subject, `${field}: ${message}; ${fix}`, code);
}

function nameOf({ name, object }: AdmissionRequest): string {
  return name === '' ? (object.get('metadata').get('generateName').string() ?? '') : name;
}
