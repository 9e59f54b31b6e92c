import { readFile } from 'node:fs/promises';
import { Field } from '../../../src/documents/field.ts';

/** A call as the API server has recorded it, with an audit policy of level Metadata. */
export interface RecordedCall {
  /** `patch reports.openreports.io/fargate-admission`; without what belongs to no resource, such as discovery. */
  readonly right: string | undefined;
  readonly verb: string;
  readonly path: string;
  readonly code: number;
  readonly isAllowed: boolean;
}

export async function readCalls(auditLogFile: string): Promise<readonly RecordedCall[]> {
  const lines = (await readFile(auditLogFile, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => readCall(new Field(JSON.parse(line))));
}

function readCall(event: Field): RecordedCall {
  const verb = event.get('verb').string() ?? '';
  const object = event.get('objectRef');
  return {
    right: object.isPresent ? `${verb} ${targetOf(object)}` : undefined,
    verb,
    path: event.get('requestURI').string() ?? '',
    code: event.get('responseStatus').get('code').number() ?? 0,
    isAllowed: event.get('annotations').get('authorization.k8s.io/decision').value === 'allow',
  };
}

function targetOf(object: Field): string {
  const text = (key: string): string => object.get(key).string() ?? '';
  return rightOn(text('apiGroup'), text('resource'), text('name'));
}

/** Each once, in order. A PATCH that makes what it patches needs both rights. */
export function rightsUsed(calls: readonly RecordedCall[]): readonly string[] {
  const rights = calls.flatMap(({ right, code }) => {
    if (right === undefined) return [];
    return code === 201 ? [right, right.replace('patch ', 'create ')] : [right];
  });
  return [...new Set(rights)].toSorted();
}

/** What the rules of a role allow, each once, in order. */
export function rightsGiven(role: Field): readonly string[] {
  const texts = (rule: Field, key: string): readonly string[] =>
    rule
      .get(key)
      .list()
      .map((one) => one.string() ?? '');
  const targets = (rule: Field): readonly string[] => {
    const names = rule.get('resourceNames').isPresent ? texts(rule, 'resourceNames') : [''];
    return texts(rule, 'apiGroups').flatMap((group) =>
      texts(rule, 'resources').flatMap((resource) => names.map((name) => rightOn(group, resource, name))),
    );
  };
  const rights = role
    .get('rules')
    .list()
    .flatMap((rule) => texts(rule, 'verbs').flatMap((verb) => targets(rule).map((target) => `${verb} ${target}`)));
  return [...new Set(rights)].toSorted();
}

function rightOn(group: string, resource: string, name: string): string {
  return `${resource}${group === '' ? '' : `.${group}`}${name === '' ? '' : `/${name}`}`;
}
