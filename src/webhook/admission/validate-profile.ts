import { isDeepStrictEqual } from 'node:util';
import { assessNewProfile, assessProfileChange } from '../../documents/assessment/profile.ts';
import type { Field } from '../../documents/field.ts';
import { type ProfileResource, parseProfileResource } from '../../documents/profiles/profile-resource.ts';
import type { Finding } from '../../fargate/finding.ts';
import type { ProfileLimits } from '../../fargate/profile-rules.ts';
import { ignoredCodes, objectIgnores, unknownCodes, withVainIgnore } from '../../suppression/annotations.ts';
import { invalid, tooLarge } from './denial.ts';
import type { Handler, HandlerResult, Profiles } from './handler.ts';
import { allowed, denied } from './response.ts';
import { type AdmissionRequest, BadReviewError } from './review.ts';
import { findingWarning, fitWarnings, isShown, type WarningChoice } from './warning.ts';

export interface ProfileValidatorOptions {
  readonly profiles: Profiles;
  readonly limits: ProfileLimits;
  readonly choice: WarningChoice;
  /** The EKS cluster that we run in; undefined where it is not set. */
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
    return changed(request, options, assess(after, before, options));
  };
}

/** The same for what cannot be read: denied, but for a DELETE. */
export function denyUnreadProfile(request: AdmissionRequest, problem: string): HandlerResult {
  const { uid, kind, name, operation, subResource } = request;
  if (subResource !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return pass(request);
  const status = tooLarge({ group: kind.group, kind: kind.kind, name }, problem);
  return { response: denied(uid, status), prediction: undefined, findings: [] };
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

function assess(
  after: ProfileResource,
  before: ProfileResource | undefined,
  { profiles, limits, clusterName }: ProfileValidatorOptions,
): readonly Finding[] {
  const context = { limits, cluster: { clusterName, profiles: profiles.current } };
  return before === undefined ? assessNewProfile(after, context) : assessProfileChange(before, after, context);
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function pass(request: AdmissionRequest): HandlerResult {
  return { response: allowed(request.uid), prediction: undefined, findings: [] };
}

/** Where the change goes through, EKS's profiles are about to change as well. */
function changed(
  request: AdmissionRequest,
  { profiles, choice }: ProfileValidatorOptions,
  findings: readonly Finding[],
): HandlerResult {
  const object = { group: request.kind.group, kind: request.kind.kind, name: nameOf(request) };
  const ignores = objectIgnores(request.object);
  const ignored = ignoredCodes(ignores);
  const errors = findings.filter(isError).map((found) => withVainIgnore(found, ignored));
  const subject = `${object.kind} ${object.name}`;
  const all = [...findings, ...unknownCodes(ignores)];
  const shown = all.filter((found) => !isError(found) && isShown(found, choice) && !ignored.has(found.code));
  const warnings = fitWarnings(
    subject,
    shown.map((found) => findingWarning(subject, found)),
  );
  const codes = all.map(({ code }) => code);
  if (errors.length > 0) {
    const response = denied(request.uid, invalid(object, errors), { warnings });
    return { response, prediction: undefined, findings: codes };
  }
  if (!request.dryRun) profiles.requestRefresh({ describeAll: true });
  return { response: allowed(request.uid, { warnings }), prediction: undefined, findings: codes };
}

function nameOf({ name, object }: AdmissionRequest): string {
  return name === '' ? (object.get('metadata').get('generateName').string() ?? '') : name;
}
