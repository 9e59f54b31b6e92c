import { ALLOWED_CAPABILITIES, KUBELET_PORT } from '../fargate/container-compatibility.ts';
import { literal } from './cel.ts';
import {
  both,
  containerItemRule,
  containerRule,
  isOneOf,
  itemRule,
  specRule,
  type WorkloadRule,
} from './workload-rule.ts';

const CONTEXT = 'place.container.?securityContext';

/** What Fargate rejects about containers, as `checkContainer` finds it. */
export function containerRules(): readonly WorkloadRule[] {
  return [
    containerRule('privileged', `${CONTEXT}.?privileged.orValue(false)`, {
      container: { securityContext: { privileged: true } },
    }),
    containerRule('privilege-escalation', `${CONTEXT}.?allowPrivilegeEscalation.orValue(false)`, {
      container: { securityContext: { allowPrivilegeEscalation: true } },
    }),
    capabilities(),
    containerRule('volume-devices', 'place.container.?volumeDevices.orValue([]).size() > 0', {
      container: { volumeDevices: [{}] },
    }),
    containerRule('extended-resource', `${EXTENDED}.size() > 0`, {
      container: { resources: { requests: { 'example.com/<<names>>': '1' } } },
      values: { names: `${EXTENDED}.join(', ')` },
    }),
    ...portRules(),
    ...isolationRules(),
  ].map(withoutExampleName);
}

/** The example needs a slash in its name, which is not part of the words. */
function withoutExampleName(rule: WorkloadRule): WorkloadRule {
  return { ...rule, problems: rule.problems.replace("example.com/'", "'") };
}

function capabilities(): WorkloadRule {
  const refused = `${CONTEXT}.?capabilities.?add.orValue([]).filter(name, !(${isOneOf('name', ALLOWED_CAPABILITIES)}))`;
  return containerRule('capabilities', `${refused}.size() > 0`, {
    container: { securityContext: { capabilities: { add: ['<<names>>'] } } },
    values: { names: `${refused}.join(',')` },
  });
}

const LIMITS = 'place.container.?resources.?limits.orValue({})';
const REQUESTS = 'place.container.?resources.?requests.orValue({})';

/** Only the names of extended resources have a slash. Those with a quantity other than 0. */
const EXTENDED = `(${REQUESTS}.filter(name, name.contains('/') && ${isNotZero(`${LIMITS}[?name].orValue(${REQUESTS}[?name].orValue('0'))`)}) + ${LIMITS}.filter(name, !(name in ${REQUESTS}) && name.contains('/') && ${isNotZero(`${LIMITS}[name]`)}))`;

function isNotZero(text: string): string {
  return `quantity(${text}).compareTo(quantity('0')) != 0`;
}

/** Under hostNetwork the API server sets each hostPort to the containerPort: host-network reports it. */
function portRules(): readonly WorkloadRule[] {
  const items = 'place.container.?ports.orValue([])';
  const hostPort = 'item.?hostPort.orValue(0)';
  const isSetByApiServer = `(variables.pod.spec.?hostNetwork.orValue(false) && ${hostPort} == item.containerPort)`;
  return [
    containerItemRule({
      code: 'host-port',
      items,
      test: `${hostPort} != 0 && !${isSetByApiServer} || item.?hostIP.orValue('') != ''`,
      example: { spec: { containers: [{ ports: [{ containerPort: 1, hostPort: 2 }] }] } },
    }),
    containerItemRule({
      code: 'kubelet-port',
      items,
      test: `item.containerPort == ${KUBELET_PORT}`,
      example: { spec: { containers: [{ ports: [{ containerPort: KUBELET_PORT }] }] } },
    }),
  ];
}

function isolationRules(): readonly WorkloadRule[] {
  const hostProcess = 'securityContext.?windowsOptions.?hostProcess.orValue(false)';
  const windowsOptions = { securityContext: { windowsOptions: { hostProcess: true } } };
  return [
    both(
      'host-process',
      specRule('host-process', `spec.?${hostProcess}`, { spec: windowsOptions }),
      containerRule('host-process', `place.container.?${hostProcess}`, { container: windowsOptions }),
    ),
    containerRule('proc-mount', `${CONTEXT}.?procMount.orValue('') == 'Unmasked'`, {
      container: { securityContext: { procMount: 'Unmasked' } },
    }),
    both('localhost-profile', ...['seccompProfile', 'appArmorProfile'].flatMap(localhostRules)),
    containerItemRule({
      code: 'mount-propagation',
      items: 'place.container.?volumeMounts.orValue([])',
      test: "item.?mountPropagation.orValue('') == 'Bidirectional'",
      example: { spec: { containers: [{ volumeMounts: [{ mountPropagation: 'Bidirectional' }] }] } },
    }),
    both('huge-pages', ...hugePagesRules()),
  ];
}

function localhostRules(profile: string): readonly WorkloadRule[] {
  const test = `?securityContext.?${profile}.?type.orValue('') == 'Localhost'`;
  const owner = { securityContext: { [profile]: { type: 'Localhost' } } };
  return [
    specRule('localhost-profile', `spec.${test}`, { spec: owner }),
    containerRule('localhost-profile', `place.container.${test}`, { container: owner }),
  ];
}

function hugePagesRules(): readonly WorkloadRule[] {
  const namesOf = (owner: string): string => {
    const [requests, limits] = [`${owner}.?resources.?requests`, `${owner}.?resources.?limits`];
    const named = (map: string) =>
      `${map}.orValue({}).filter(name, name.startsWith('hugepages-') && ${isNotZero(`${map}.orValue({})[name]`)})`;
    return `(${named(requests)} + ${named(limits)})`;
  };
  const owner = { resources: { requests: { 'hugepages-<<name>>': '1' } } };
  const rule = (place: string) => ({ values: { name: `${namesOf(place)}[0].substring(10)` } });
  return [
    specRule('huge-pages', `${namesOf('spec')}.size() > 0`, { spec: owner, ...rule('spec') }),
    containerRule('huge-pages', `${namesOf('place.container')}.size() > 0`, {
      container: owner,
      ...rule('place.container'),
    }),
    itemRule({
      code: 'huge-pages',
      items: 'spec.?volumes.orValue([])',
      test: `item.?emptyDir.?medium.orValue('').startsWith(${literal('HugePages')})`,
      example: { spec: { volumes: [{ name: '<<volume>>', emptyDir: { medium: 'HugePages<<size>>' } }] } },
      values: { volume: 'item.name', size: 'item.emptyDir.medium.substring(9)' },
    }),
  ];
}
