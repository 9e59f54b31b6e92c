import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkCompatibility, checkEphemeralContainers } from '../../src/fargate/compatibility.ts';
import { type Finding, findingsOf } from '../../src/fargate/finding.ts';
import type { Pod } from '../../src/fargate/pod.ts';
import { pod } from '../support/pods.ts';

describe('a container', () => {
  const context = (securityContext: object) => ({ containers: [{ name: 'web', securityContext }] });

  test('that is privileged is rejected', () => {
    assert.deepEqual(findingsFor(context({ privileged: true })), [
      'privileged at spec.containers[0].securityContext.privileged',
    ]);
  });

  test('with an explicit allowPrivilegeEscalation: true is rejected', () => {
    const field = 'spec.containers[0].securityContext.allowPrivilegeEscalation';
    assert.deepEqual(findingsFor(context({ allowPrivilegeEscalation: true })), [`privilege-escalation at ${field}`]);
    assert.deepEqual(findingsFor(context({ allowPrivilegeEscalation: false })), []);
    assert.deepEqual(findingsFor(context({})), []);
  });

  const allowed =
    'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT';
  for (const capability of allowed.split(' ')) {
    test(`may add the capability ${capability}`, () => {
      assert.deepEqual(findingsFor(context({ capabilities: { add: [capability] } })), []);
    });
  }

  for (const capability of ['NET_ADMIN', 'SYS_PTRACE', 'SYS_ADMIN', 'ALL', 'CAP_CHOWN', 'chown', '']) {
    test(`may not add the capability ${JSON.stringify(capability)}`, () => {
      assert.deepEqual(findingsFor(context({ capabilities: { add: [capability] } })), [
        'capabilities at spec.containers[0].securityContext.capabilities.add',
      ]);
    });
  }

  test('lists only the capabilities that are rejected', () => {
    const capabilities = { drop: ['ALL'], add: ['CHOWN', 'NET_ADMIN', 'SYS_TIME'] };
    assert.deepEqual(messagesFor(context({ capabilities })), [
      'Pod not supported on Fargate: invalid SecurityContext fields: Capabilities added: NET_ADMIN,SYS_TIME',
    ]);
  });

  test('may drop any capability', () => {
    assert.deepEqual(findingsFor(context({ capabilities: { drop: ['ALL', 'NET_ADMIN'] } })), []);
  });

  for (const port of [{ hostPort: 80 }, { hostIP: '127.0.0.1' }]) {
    test(`may not have a port with ${Object.keys(port)}`, () => {
      const containers = [{ name: 'web', ports: [{ containerPort: 80 }, { containerPort: 81, ...port }] }];
      assert.deepEqual(findingsFor({ containers }), ['host-port at spec.containers[0].ports[1]']);
    });
  }

  test('may listen on any port but the one of the kubelet', () => {
    const containers = [{ name: 'web', ports: [{ containerPort: 10249 }, { containerPort: 10250 }] }];
    assert.deepEqual(findingsFor({ containers }), ['kubelet-port at spec.containers[0].ports[1].containerPort']);
  });

  test('may have no raw block volume', () => {
    const containers = [{ name: 'db', volumeDevices: [{ name: 'disk', devicePath: '/dev/xvda' }] }];
    assert.deepEqual(findingsFor({ containers }), ['volume-devices at spec.containers[0].volumeDevices']);
  });

  for (const name of ['nvidia.com/gpu', 'aws.amazon.com/neuron', 'vpc.amazonaws.com/pod-eni']) {
    test(`must not use ${name}, in limits or requests`, () => {
      const found = ['extended-resource at spec.containers[0].resources'];
      assert.deepEqual(findingsFor({ containers: [{ name: 'gpu', resources: { limits: { [name]: 1 } } }] }), found);
      assert.deepEqual(findingsFor({ containers: [{ name: 'gpu', resources: { requests: { [name]: '2' } } }] }), found);
    });
  }

  test('with a quantity of 0 uses no extended resource', () => {
    const resources = { requests: { cpu: '1', 'nvidia.com/gpu': 0 }, limits: { 'nvidia.com/gpu': '0' } };
    assert.deepEqual(findingsFor({ containers: [{ name: 'web', resources }] }), []);
  });

  test('is looked at in every list: init containers, sidecars, containers, ephemeral containers', () => {
    const privileged = { name: 'x', securityContext: { privileged: true } };
    const spec = {
      initContainers: [{ name: 'ok' }, privileged, { ...privileged, restartPolicy: 'Always' }],
      containers: [privileged],
      ephemeralContainers: [privileged],
    };
    assert.deepEqual(findingsFor(spec), [
      'privileged at spec.initContainers[1].securityContext.privileged',
      'privileged at spec.initContainers[2].securityContext.privileged',
      'privileged at spec.containers[0].securityContext.privileged',
      'privileged at spec.ephemeralContainers[0].securityContext.privileged',
    ]);
  });
});

describe('ephemeral containers that are added to a pod', () => {
  const privileged = { securityContext: { privileged: true } };
  const debugged = pod({
    spec: {
      hostNetwork: true,
      containers: [{ name: 'web', ...privileged }],
      ephemeralContainers: [
        { name: 'first', ...privileged },
        { name: 'second', ...privileged },
      ],
    },
  });

  test('are looked at alone', () => {
    assert.deepEqual(
      findingsOf((add) => checkEphemeralContainers(debugged, new Set(), add)).map(({ field }) => field.toString()),
      [
        'spec.ephemeralContainers[0].securityContext.privileged',
        'spec.ephemeralContainers[1].securityContext.privileged',
      ],
    );
  });

  test('are reported once, when they are new', () => {
    assert.deepEqual(
      findingsOf((add) => checkEphemeralContainers(debugged, new Set(['first']), add)).map(({ field }) =>
        field.toString(),
      ),
      ['spec.ephemeralContainers[1].securityContext.privileged'],
    );
  });
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
