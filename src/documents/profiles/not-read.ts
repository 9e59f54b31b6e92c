import { DocumentError } from '../document-error.ts';
import { type Field, isObject } from '../field.ts';
import type { ProfileForm } from './form.ts';
import { PULUMI_TYPES } from './pulumi.ts';

/** What people have at hand that does not hold the selectors, or not in a documented form, or has to be run first. */
const NOT_READ: readonly NotRead[] = [
  {
    name: 'the output of aws eks list-fargate-profiles',
    recognizes: (document) => document.get('fargateProfileNames').isPresent,
    reason:
      'fargateProfileNames: holds the names of profiles and not their selectors; give the output of aws eks describe-fargate-profile for each of them',
  },
  {
    name: 'a state file of Terraform',
    recognizes: (document) => document.get('lineage').isPresent && document.get('resources').isPresent,
    reason: 'is a state file, whose format is not read; give the output of terraform show -json',
  },
  {
    name: 'a log of Terraform',
    recognizes: (document) => document.get('@level').isPresent,
    reason: 'is the log of terraform plan -json, whose format is not read; give the output of terraform show -json',
  },
  {
    name: 'a state file of Pulumi',
    recognizes: (document) => isObject(document.get('checkpoint').value) && document.get('version').isPresent,
    reason: 'is a file in which Pulumi keeps its state, and is not read; give the output of pulumi stack export',
  },
  {
    name: 'a log of Pulumi',
    recognizes: (document) => document.get('sequence').isPresent && document.get('timestamp').isPresent,
    reason: 'is a log of events of Pulumi, and is not read; give the output of pulumi preview --json --show-sames',
  },
  {
    name: 'a program of Pulumi',
    recognizes: ({ value }) =>
      holds(value, (object) => PULUMI_TYPES.has(object['type']) || object['type'] === 'aws:eks:FargateProfile'),
    reason: 'is a program of Pulumi, which is not run; give the output of pulumi preview --json --show-sames',
  },
  {
    name: 'Terraform configuration in JSON',
    recognizes: ({ value }) => holds(value, (object) => isObject(object['aws_eks_fargate_profile'])),
    reason:
      'is Terraform configuration, which is not evaluated; give its plan: terraform plan -out tfplan && terraform show -json tfplan > tfplan.json',
  },
  {
    name: 'tasks of Ansible',
    recognizes: ({ value }) => holds(value, (object) => ANSIBLE.some((module) => Object.hasOwn(object, module))),
    reason:
      'is for Ansible, which is not run; give the output of aws eks describe-fargate-profile for a profile that exists, or the input of aws eks create-fargate-profile',
  },
  {
    name: 'a template in another document',
    recognizes: ({ value }) => holds(value, (object) => object['Type'] === 'AWS::EKS::FargateProfile'),
    reason:
      'holds a resource of CloudFormation and is no template; give the template: aws cloudformation get-template --query TemplateBody',
  },
];

interface NotRead {
  readonly name: string;
  recognizes(document: Field): boolean;
  readonly reason: string;
}

/** Source: the Ansible collection community.aws. */
const ANSIBLE: readonly string[] = ['eks_fargate_profile', 'community.aws.eks_fargate_profile'];

export const NOT_READ_FORMS: readonly ProfileForm[] = NOT_READ.map(({ name, recognizes, reason }) => ({
  name,
  recognizes: (document) => !document.get('apiVersion').isPresent && recognizes(document),
  read: () => {
    throw new DocumentError(reason);
  },
  refuse: () => reason,
}));

/** Nothing that somebody writes is deeper; the look-up must have an end. */
const MAX_DEPTH = 12;

/** Whether an object in the value, or the value itself, is such a one. */
function holds(value: unknown, isSought: (object: Readonly<Record<string, unknown>>) => boolean, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  if (isObject(value) && isSought(value)) return true;
  return Object.values(value).some((part) => holds(part, isSought, depth + 1));
}
