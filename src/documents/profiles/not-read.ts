import { DocumentError } from '../document-error.ts';
import { Field } from '../field.ts';
import type { ProfileForm } from './form.ts';

const HINT =
  'is not read; give the output of aws eks describe-fargate-profile for a profile that exists, or the input of aws eks create-fargate-profile';

/** Source: Pulumi, `pulumi preview --json` (steps) and `pulumi stack export` (deployment). */
export const PULUMI: ProfileForm = refused('the output of Pulumi', (document) => {
  const steps = values(document.get('steps').value).map((step) => childOf(step, 'newState'));
  const resources = values(childOf(document.get('deployment').value, 'resources'));
  return [...steps, ...resources].some(
    (resource) => childOf(resource, 'type') === 'aws:eks/fargateProfile:FargateProfile',
  );
});

function refused(name: string, recognizes: ProfileForm['recognizes']): ProfileForm {
  return {
    name,
    recognizes,
    read: () => {
      throw new DocumentError(`${name} ${HINT}`);
    },
  };
}

/** Of a list or an object. */
function values(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function childOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? new Field(value).get(key).value : undefined;
}
