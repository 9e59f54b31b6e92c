import { MAX_REQUESTED_STORAGE, SUPPORTED_VOLUMES } from '../fargate/compatibility.ts';
import { NODE_LABELS, NODE_NAME_FIELD, SAFE_SINCE, SAFE_SYSCTLS } from '../fargate/node.ts';
import { provisionedStorage } from '../fargate/storage.ts';
import { literal, literals } from './cel.ts';
import { wordsOf } from './words.ts';
import { isOneOf, itemRule, problem, specRule, type WorkloadRule } from './workload-rule.ts';

/** What Fargate rejects about the pod as a whole, as `checkCompatibility` and `checkSize` find it. */
export function podRules(): readonly WorkloadRule[] {
  return [
    specRule('host-network', 'spec.?hostNetwork.orValue(false)', { spec: { hostNetwork: true } }),
    specRule('host-pid', 'spec.?hostPID.orValue(false)', { spec: { hostPID: true } }),
    specRule('host-ipc', 'spec.?hostIPC.orValue(false)', { spec: { hostIPC: true } }),
    volumeType(),
    nodeSelector(),
    specRule('node-affinity', 'variables.hasImpossibleAffinity', { spec: IMPOSSIBLE_AFFINITY }),
    specRule('windows', "spec.?os.?name.orValue('') == 'windows'", { spec: { os: { name: 'windows' } } }),
    ...sysctlRules(),
    specRule('resource-claims', 'spec.?resourceClaims.orValue([]).size() > 0', { spec: { resourceClaims: [{}] } }),
    specRule('ephemeral-storage', `variables.storageOfAll > ${MAX_REQUESTED_STORAGE}`, { spec: storage('176Gi') }),
    sizeExceeded(),
    emptyDirSize(),
    specRule('runtime-class', "spec.?runtimeClassName.orValue('') != ''", {
      spec: { runtimeClassName: '<<name>>' },
      values: { name: 'spec.runtimeClassName' },
    }),
    specRule('user-namespace', '!spec.?hostUsers.orValue(true)', { spec: { hostUsers: false } }),
  ];
}

function storage(amount: string): object {
  return { containers: [{ resources: { requests: { 'ephemeral-storage': amount } } }] };
}

/** A claim of the same name takes the place of a volume in the pods of a StatefulSet. */
function volumeType(): WorkloadRule {
  const isClaimed = 'item.name in variables.claims';
  const rule = itemRule({
    code: 'volume-type',
    items: 'spec.?volumes.orValue([])',
    test: `!(${isClaimed}) && item.exists(key, key != 'name' && !(${isOneOf('key', SUPPORTED_VOLUMES)}))`,
    example: { spec: { volumes: [{ name: '<<volume>>', TYPE: {} }] } },
    values: { volume: 'item.name' },
  });
  return { ...rule, problems: rule.problems.replace(".TYPE'", ".' + item.filter(key, key != 'name')[0]") };
}

const IMPOSSIBLE_AFFINITY = {
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } },
};

function nodeSelector(): WorkloadRule {
  const { field, message } = wordsOf('node-selector', { spec: { nodeSelector: { '<<key>>': '' } } }, { key: 'key' });
  const found = `variables.impossibleNodeLabels.map(key, ${problem(field, message)})`;
  return { code: 'node-selector', problems: `variables.boundSpecs.size() == 0 ? [] : ${found}` };
}

/** `hasImpossibleAffinity` and `impossibleNodeLabels`: what no Fargate node satisfies. */
export function nodeVariables() {
  const fixed = [...NODE_LABELS].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const free = [NODE_NAME_FIELD, ...[...NODE_LABELS].flatMap(([key, value]) => (value === undefined ? [key] : []))];
  const terms = 'variables.pod.spec.?affinity.?nodeAffinity.?requiredDuringSchedulingIgnoredDuringExecution';
  const requirements = '(term.?matchExpressions.orValue([]) + term.?matchFields.orValue([]))';
  return [
    {
      name: 'nodeLabels',
      expression: `{${fixed.map(([key, value]) => `${literal(key)}: ${literal(value)}`).join(', ')}}`,
    },
    { name: 'freeNodeLabels', expression: literals(free) },
    {
      name: 'hasImpossibleAffinity',
      expression: `${terms}.hasValue() && !${terms}.?nodeSelectorTerms.orValue([]).exists(term, ${requirements}.size() > 0 && ${requirements}.all(requirement, ${MAY_HOLD}))`,
    },
    {
      name: 'impossibleNodeLabels',
      expression:
        'variables.pod.spec.?nodeSelector.orValue({}).filter(key, !(key in variables.freeNodeLabels) && variables.nodeLabels[?key] != optional.of(variables.pod.spec.nodeSelector[key]))',
    },
  ];
}

/** As `mayHold` decides. Source: Kubernetes API reference, NodeSelectorRequirement. */
const IS_IN =
  '(requirement.key in variables.nodeLabels && variables.nodeLabels[requirement.key] in requirement.?values.orValue([]))';
const MAY_HOLD = `(requirement.key in variables.freeNodeLabels ? requirement.operator in ['In', 'NotIn', 'Exists'] :
requirement.operator == 'In' ? ${IS_IN} :
requirement.operator == 'NotIn' ? !${IS_IN} :
requirement.operator == 'Exists' ? requirement.key in variables.nodeLabels :
requirement.operator == 'DoesNotExist' ? !(requirement.key in variables.nodeLabels) : false)`;

/** As `sysctlName` reads them: a name whose first separator is a slash swaps slashes and dots. */
const SYSCTL = `(item.name.find('[./]') == '/' ? item.name.replace('.', ' ').replace('/', '.').replace(' ', '/') : item.name)`;

function sysctlRules(): readonly WorkloadRule[] {
  const items = 'spec.?securityContext.?sysctls.orValue([])';
  const example = { spec: { securityContext: { sysctls: [{ name: '<<name>>' }] } } };
  const unsafe = itemRule({
    code: 'sysctl',
    items,
    test: `!(${isOneOf(SYSCTL, [...SAFE_SYSCTLS, ...SAFE_SINCE.keys()])})`,
    example,
    values: { name: SYSCTL },
  });
  const later = [...SAFE_SINCE.keys()].map((name) =>
    itemRule({
      code: 'sysctl-version',
      items,
      test: `${SYSCTL} == ${literal(name)}`,
      example: { spec: { securityContext: { sysctls: [{ name }] } } },
    }),
  );
  return [unsafe, { code: 'sysctl-version', problems: later.map(({ problems }) => problems).join(' + ') }];
}

const MAX_VCPU_AND_GB = { cpu: '17', memory: '200Gi' };

/** The amounts have at most three decimal places, rounded up, as in the words of the rules. */
function sizeExceeded(): WorkloadRule {
  const spec = { containers: [{ resources: { requests: MAX_VCPU_AND_GB } }] };
  const { field, message } = wordsOf('size-exceeded', { spec });
  const said = message
    .replace('17 vCPU', `' + string(double(variables.cpu) / 1000.0) + ' vCPU`)
    .replace(
      '200.25 GB',
      `' + string(double((variables.memory + 268435456000 + 1073741823) / 1073741824) / 1000.0) + ' GB`,
    );
  return {
    code: 'size-exceeded',
    problems: `variables.boundSpecs.filter(spec, variables.capacity == '').map(spec, ${problem(field, said)})`,
  };
}

/** In tenths of a GiB, rounded down. */
const STORAGE_TENTHS = 'variables.provisionedStorage * 10 / 1073741824000';

function emptyDirSize(): WorkloadRule {
  const rule = itemRule({
    code: 'empty-dir-size',
    items: 'spec.?volumes.orValue([])',
    test: `item.?emptyDir.?medium.orValue('') == '' && quantity(item.?emptyDir.?sizeLimit.orValue('0')).asApproximateFloat() * 1000.0 > double(variables.provisionedStorage)`,
    example: { spec: { volumes: [{ name: '<<volume>>', emptyDir: { sizeLimit: '999Gi' } }] } },
    values: { volume: 'item.name' },
  });
  return {
    ...rule,
    problems: rule.problems
      .replace('999Gi', "' + item.emptyDir.sizeLimit + '")
      .replace('about 20 GiB', `about ' + string(double(${STORAGE_TENTHS}) / 10.0) + ' GiB`),
  };
}

/** What Fargate provisions at least, as `provisionedStorage` of the rules. */
export const PROVISIONED_STORAGE = {
  name: 'provisionedStorage',
  expression: `[variables.storageOfAll * 11 / 10 + 5368709120000, ${provisionedStorage({ ephemeralStorage: 0n })}].max()`,
};
