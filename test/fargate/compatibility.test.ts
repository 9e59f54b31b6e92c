import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCompatibility } from '../../src/fargate/compatibility.ts';
import { type Finding, findingsOf } from '../../src/fargate/finding.ts';
import type { Pod } from '../../src/fargate/pod.ts';
import { pod } from '../support/pods.ts';

describe('the host', () => {
  test('hostNetwork, hostPID and hostIPC are rejected in the words of EKS', () => {
    assert.deepEqual(messagesFor({ hostNetwork: true, hostPID: true, hostIPC: true }), [
      'Pod not supported on Fargate: fields not supported: HostNetwork',
      'Pod not supported on Fargate: fields not supported: HostPID',
      'Pod not supported on Fargate: fields not supported: HostIPC',
    ]);
  });

  test('set to false they are nothing', () => {
    assert.deepEqual(findingsFor({ hostNetwork: false, hostPID: false, hostIPC: false }), []);
  });

  test('the host ports of a pod with hostNetwork are not separate findings', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 443, hostPort: 443 }, { containerPort: 81, hostIP: '::1' }];
    assert.deepEqual(findingsFor({ hostNetwork: true, containers: [{ name: 'web', ports }] }), [
      'host-network at spec.hostNetwork',
      'host-port at spec.containers[0].ports[2]',
    ]);
  });

  test('hostNetwork without ports has no finding about ports', () => {
    assert.deepEqual(findingsFor({ hostNetwork: true, containers: [{ name: 'web' }] }), [
      'host-network at spec.hostNetwork',
    ]);
  });
});

describe('a volume', () => {
  for (const type of ['emptyDir', 'secret', 'configMap', 'projected', 'downwardAPI', 'nfs']) {
    test(`of type ${type} is mounted`, () => {
      assert.deepEqual(findingsFor({ volumes: [{ name: 'data', [type]: {} }] }), []);
    });
  }

  for (const type of [
    'hostPath',
    'csi',
    'awsElasticBlockStore',
    'ephemeral',
    'image',
    'gitRepo',
    'iscsi',
    'portworxVolume',
  ]) {
    test(`of type ${type} is rejected`, () => {
      assert.deepEqual(
        findingsFor({
          volumes: [
            { name: 'ok', emptyDir: {} },
            { name: 'data', [type]: {} },
          ],
        }),
        [`volume-type at spec.volumes[1].${type}`],
      );
    });
  }

  test('that is rejected is named in the words of EKS', () => {
    assert.deepEqual(messagesFor({ volumes: [{ name: 'varlog', hostPath: { path: '/var/log' } }] }), [
      'Pod not supported on Fargate: volumes not supported: varlog is of an unsupported volume Type',
    ]);
  });

  test('without a source is an emptyDir', () => {
    assert.deepEqual(findingsFor({ volumes: [{ name: 'data' }] }), []);
  });

  test('with a claim is a hint, because the volume of the claim is not known', () => {
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const [found] = foundAbout(pod({ spec: { volumes } }));
    assert.deepEqual(
      [found?.code, found?.severity, found?.field.toString(), found?.message],
      [
        'volume-claim',
        'hint',
        'spec.volumes[0].persistentVolumeClaim',
        'Fargate rejects volume data ("volumes not supported") unless its claim is bound to a volume on EFS',
      ],
    );
  });
});

describe('the node', () => {
  test('is rejected in the words of EKS, which name the profile', () => {
    assert.deepEqual(messagesFor({ nodeSelector: { 'kubernetes.io/arch': 'arm64' } }), [
      "MatchNodeSelector failed: Fargate profile web cannot satisfy pod's node selector/affinity requirements",
    ]);
  });

  test('is reported for each key of a nodeSelector that no node satisfies', () => {
    const nodeSelector = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64', team: 'a' };
    assert.deepEqual(findingsFor({ nodeSelector }), [
      'node-selector at spec.nodeSelector[kubernetes.io/arch]',
      'node-selector at spec.nodeSelector[team]',
    ]);
  });

  test('is reported for a required affinity that no node satisfies, and never for a preferred one', () => {
    const term = { matchExpressions: [{ key: 'karpenter.sh/nodepool', operator: 'Exists' }] };
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term }] };
    assert.deepEqual(findingsFor({ affinity: { nodeAffinity: required } }), [
      'node-affinity at spec.affinity.nodeAffinity',
    ]);
    assert.deepEqual(findingsFor({ affinity: { nodeAffinity: preferred } }), []);
  });
});

describe('ephemeral storage', () => {
  const storage = (text: string) => ({ name: 'x', resources: { requests: { 'ephemeral-storage': text } } });

  test('of 175 GiB is the most', () => {
    assert.deepEqual(findingsFor({ containers: [storage('175Gi')] }), []);
  });

  test('is summed over the containers', () => {
    assert.deepEqual(findingsFor({ containers: [storage('100Gi'), storage('76Gi')] }), [
      'ephemeral-storage at spec.containers',
    ]);
  });

  test('of init containers counts by the largest, and with the sidecars', () => {
    assert.deepEqual(findingsFor({ initContainers: [storage('100Gi'), storage('100Gi')] }), []);
    const sidecar = { ...storage('100Gi'), restartPolicy: 'Always' };
    assert.deepEqual(findingsFor({ initContainers: [sidecar], containers: [storage('76Gi')] }), [
      'ephemeral-storage at spec.containers',
    ]);
  });

  test('is taken from the limit where there is no request', () => {
    const containers = [{ name: 'x', resources: { limits: { 'ephemeral-storage': '176Gi' } } }];
    assert.deepEqual(findingsFor({ containers }), ['ephemeral-storage at spec.containers']);
  });
});

describe('what Fargate nodes do not offer', () => {
  const everywhere = (part: object) => ({ initContainers: [part], containers: [part], ephemeralContainers: [part] });
  const inEveryList = (code: string, field: string) =>
    ['initContainers', 'containers', 'ephemeralContainers'].map((list) => `${code} at spec.${list}[0].${field}`);

  test('Windows, named by the pod', () => {
    assert.deepEqual(findingsFor({ os: { name: 'windows' } }), ['windows at spec.os.name']);
    assert.deepEqual(findingsFor({ os: { name: 'linux' } }), []);
  });

  test('HostProcess, of the pod or of any container', () => {
    const securityContext = { windowsOptions: { hostProcess: true } };
    assert.deepEqual(findingsFor(everywhere({ name: 'x', securityContext })), [
      ...inEveryList('host-process', 'securityContext.windowsOptions.hostProcess'),
    ]);
    assert.deepEqual(findingsFor({ securityContext }), [
      'host-process at spec.securityContext.windowsOptions.hostProcess',
    ]);
  });

  const sysctls = (...names: readonly string[]) => ({
    securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
  });

  const safe =
    'kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.tcp_syncookies net.ipv4.ping_group_range net.ipv4.ip_unprivileged_port_start net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem';
  test('no sysctl of the safe set, with dots or slashes', () => {
    assert.deepEqual(findingsFor(sysctls(...safe.split(' '))), []);
    assert.deepEqual(findingsFor(sysctls('kernel/shm_rmid_forced', 'net/ipv4/tcp_rmem')), []);
  });

  test('any other sysctl', () => {
    assert.deepEqual(findingsFor(sysctls('net.ipv4.tcp_syncookies', 'net.core.somaxconn', 'kernel/msgmax', '')), [
      'sysctl at spec.securityContext.sysctls[1].name',
      'sysctl at spec.securityContext.sysctls[2].name',
      'sysctl at spec.securityContext.sysctls[3].name',
    ]);
    assert.deepEqual(messagesFor(sysctls('net/ipv4/conf/eth0.100/forwarding')), [
      'SysctlForbidden: net.ipv4.conf.eth0/100.forwarding is an unsafe sysctl, and Fargate nodes allow no unsafe sysctls',
    ]);
  });

  for (const name of ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']) {
    test(`${name} may be allowed: by a kubelet of 1.37`, () => {
      assert.deepEqual(messagesFor(sysctls(name)), [
        `SysctlForbidden on nodes older than Kubernetes 1.37: ${name} is an unsafe sysctl there`,
      ]);
    });
  }

  test('devices for a ResourceClaim', () => {
    assert.deepEqual(findingsFor({ resourceClaims: [{ name: 'gpu', resourceClaimName: 'a' }] }), [
      'resource-claims at spec.resourceClaims',
    ]);
    assert.deepEqual(findingsFor({ resourceClaims: [] }), []);
  });

  test('huge pages, of the pod, of any container, or as the medium of a volume', () => {
    const resources = { limits: { 'hugepages-2Mi': '64Mi' } };
    assert.deepEqual(findingsFor(everywhere({ name: 'x', resources })), inEveryList('huge-pages', 'resources'));
    assert.deepEqual(findingsFor({ resources: { requests: { 'hugepages-1Gi': '1Gi' } } }), [
      'huge-pages at spec.resources',
    ]);
    for (const medium of ['HugePages', 'HugePages-2Mi']) {
      assert.deepEqual(findingsFor({ volumes: [{ name: 'data', emptyDir: { medium } }] }), [
        'huge-pages at spec.volumes[0].emptyDir.medium',
      ]);
    }
    assert.deepEqual(findingsFor({ resources: { limits: { 'hugepages-2Mi': '0' } } }), []);
  });

  test('a privileged container that could propagate mounts', () => {
    const mounts = ['None', 'HostToContainer', 'Bidirectional'].map((mountPropagation) => ({ mountPropagation }));
    assert.deepEqual(
      findingsFor(everywhere({ name: 'x', volumeMounts: mounts })),
      inEveryList('mount-propagation', 'volumeMounts[2].mountPropagation'),
    );
  });

  const sized = (sizeLimit: unknown, storage = '0', medium = '') => ({
    volumes: [{ name: 'data', emptyDir: { sizeLimit, medium } }],
    containers: [{ name: 'x', resources: { requests: { 'ephemeral-storage': storage } } }],
  });

  test('room for an emptyDir that may grow above the storage of the pod: 20 GiB, or what is requested, a tenth and 5 GiB', () => {
    const found = ['empty-dir-size at spec.volumes[0].emptyDir.sizeLimit'];
    assert.deepEqual(findingsFor(sized('20Gi')), []);
    assert.deepEqual(findingsFor(sized('21Gi')), found);
    assert.deepEqual(findingsFor(sized(30 * 1024 ** 3)), found);
    assert.deepEqual(findingsFor(sized('115Gi', '100Gi')), []);
    assert.deepEqual(findingsFor(sized('116Gi', '100Gi')), found);
    assert.deepEqual(findingsFor(sized('100Gi', '0', 'Memory')), []);
    assert.deepEqual(findingsFor({ volumes: [{ name: 'data', emptyDir: {} }] }), []);
  });

  test('perhaps the handler of a RuntimeClass', () => {
    assert.deepEqual(findingsFor({ runtimeClassName: 'gvisor' }), ['runtime-class at spec.runtimeClassName']);
    assert.deepEqual(findingsFor({ runtimeClassName: '' }), []);
  });

  test('perhaps user namespaces', () => {
    assert.deepEqual(findingsFor({ hostUsers: false }), ['user-namespace at spec.hostUsers']);
    assert.deepEqual(findingsFor({ hostUsers: true }), []);
  });

  test('perhaps an unmasked /proc', () => {
    const part = (procMount: string) => everywhere({ name: 'x', securityContext: { procMount } });
    assert.deepEqual(findingsFor(part('Unmasked')), inEveryList('proc-mount', 'securityContext.procMount'));
    assert.deepEqual(findingsFor(part('Default')), []);
  });

  for (const key of ['seccompProfile', 'appArmorProfile']) {
    test(`perhaps the file of a Localhost ${key}, of the pod or of any container`, () => {
      const context = (type: string) => ({ [key]: { type } });
      assert.deepEqual(
        findingsFor(everywhere({ name: 'x', securityContext: context('Localhost') })),
        inEveryList('localhost-profile', `securityContext.${key}`),
      );
      assert.deepEqual(findingsFor({ securityContext: context('Localhost') }), [
        `localhost-profile at spec.securityContext.${key}`,
      ]);
      for (const type of ['RuntimeDefault', 'Unconfined']) {
        assert.deepEqual(findingsFor({ securityContext: context(type) }), []);
      }
    });
  }

  test('says "may" where nothing is documented', () => {
    const securityContext = { procMount: 'Unmasked', seccompProfile: { type: 'Localhost' } };
    const open = {
      ...sized('1Ti'),
      runtimeClassName: 'gvisor',
      hostUsers: false,
      initContainers: [{ securityContext }],
    };
    const messages = messagesFor(open);
    assert.equal(messages.length, 5);
    for (const message of messages) assert.match(message, /\bmay\b/);
  });
});

describe('what Fargate ignores', () => {
  const term = { topologyKey: 'kubernetes.io/hostname' };

  test('topology spread constraints are a hint', () => {
    const topologySpreadConstraints = [{ ...term, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }];
    assert.deepEqual(findingsFor({ topologySpreadConstraints }), ['topology-spread at spec.topologySpreadConstraints']);
    assert.deepEqual(findingsFor({ topologySpreadConstraints: [] }), []);
  });

  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    test(`${kind} is a hint, required or preferred`, () => {
      const required = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
      const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }] };
      for (const terms of [required, preferred]) {
        assert.deepEqual(findingsFor({ affinity: { [kind]: terms } }), ['pod-affinity at spec.affinity']);
      }
    });

    test(`an empty ${kind} is nothing`, () => {
      assert.deepEqual(findingsFor({ affinity: { [kind]: {} } }), []);
    });
  }
});

function foundAbout(subject: Pod): readonly Finding[] {
  return findingsOf((add) => checkCompatibility(subject, 'web', add));
}

function findingsFor(spec: object): readonly string[] {
  return foundAbout(pod({ spec })).map(({ code, field }) => `${code} at ${field}`);
}

function messagesFor(spec: object): readonly string[] {
  return foundAbout(pod({ spec })).map(({ message }) => message);
}
