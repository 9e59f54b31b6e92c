import { coreDnsAddOnCommand } from './core-dns.ts';

/** What can be wrong with a pod, or with the workload that makes it. */
export const WORKLOAD_FINDINGS = {
  'host-network': {
    severity: 'error',
    title: 'The pod uses the network of its node.',
    fix: 'remove hostNetwork: a Fargate pod does not share its node, so it needs no host network',
  },
  'host-pid': {
    severity: 'error',
    title: 'The pod uses the process ID namespace of its node.',
    fix: 'remove hostPID, or keep the pod off Fargate',
  },
  'host-ipc': {
    severity: 'error',
    title: 'The pod uses the IPC namespace of its node.',
    fix: 'remove hostIPC, or keep the pod off Fargate',
  },
  privileged: {
    severity: 'error',
    title: 'A container is privileged.',
    fix: 'remove privileged, or keep the pod off Fargate',
  },
  'privilege-escalation': {
    severity: 'error',
    title: 'A container sets allowPrivilegeEscalation to true.',
    fix: 'remove the field, or set it to false',
  },
  capabilities: {
    severity: 'error',
    title: 'A container adds a capability that Fargate does not allow.',
    fix: 'remove the capability; write allowed ones without the prefix CAP_',
  },
  'host-port': {
    severity: 'error',
    title:
      'A container uses a port of its node (hostPort or hostIP). The ports of a pod with hostNetwork are reported as host-network only.',
    fix: 'remove hostPort and hostIP, and use a Service to reach the containerPort',
  },
  'volume-type': {
    severity: 'error',
    title: 'A volume has a type that Fargate does not support.',
    fix: 'use emptyDir, secret, configMap, projected, downwardAPI, nfs, or a claim bound to a volume on EFS',
  },
  'volume-devices': {
    severity: 'error',
    title: 'A container uses a raw block volume.',
    fix: 'mount a file system, or keep the pod off Fargate',
  },
  'node-selector': {
    severity: 'error',
    title: 'No Fargate node satisfies the nodeSelector.',
    fix: 'remove the label from nodeSelector: Fargate nodes are linux/amd64 and have no custom labels',
  },
  'node-affinity': {
    severity: 'error',
    title: 'No Fargate node satisfies the required node affinity.',
    fix: 'remove the required node affinity: Fargate nodes are linux/amd64 and have no custom labels',
  },
  'extended-resource': {
    severity: 'error',
    title: 'A container uses a GPU or another extended resource.',
    fix: 'run the pod on EC2 nodes: add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  'ephemeral-storage': {
    severity: 'error',
    title: 'The pod requests more than 175 GiB of ephemeral storage.',
    fix: 'request at most 175Gi, or mount a volume on EFS',
  },
  'size-exceeded': {
    severity: 'error',
    title: 'The pod requests more than the largest Fargate size provides.',
    fix: 'lower the requests: the largest size is 16 vCPU and 120 GB',
  },
  'fargate-scheduler': {
    severity: 'error',
    title:
      'The pod names the fargate-scheduler, which schedules only pods that a profile matches, and no profile matches it.',
    fix: 'remove schedulerName and the profile label, or change a profile or the labels so that they match',
  },
  windows: {
    severity: 'error',
    title: 'The pod is for Windows, and Fargate nodes run Linux.',
    fix: 'run the pod on Windows nodes: add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  'host-process': {
    severity: 'error',
    title: 'The pod has a HostProcess container, which runs only on Windows nodes.',
    fix: 'run the pod on Windows nodes: add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  sysctl: {
    severity: 'error',
    title: 'The pod sets an unsafe sysctl, which the kubelet of a Fargate node forbids.',
    fix: 'remove the sysctl, or run the pod on EC2 nodes whose kubelet allows it',
  },
  'resource-claims': {
    severity: 'error',
    title: 'The pod claims devices (dynamic resource allocation), and Fargate nodes have none.',
    fix: 'run the pod on EC2 nodes: add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  'huge-pages': {
    severity: 'error',
    title: 'The pod uses huge pages, in its requests or as the medium of an emptyDir, and Fargate nodes have none.',
    fix: 'remove the huge pages, or run the pod on EC2 nodes that reserve them',
  },
  'kubelet-port': {
    severity: 'warning',
    title: 'A container listens on port 10250, which the kubelet of the Fargate node uses.',
    fix: 'use another port',
  },
  'sysctl-version': {
    severity: 'warning',
    title: 'The pod sets a sysctl that is safe only from a later version of Kubernetes.',
    fix: 'remove the sysctl if the nodes run an older version',
  },
  'mount-propagation': {
    severity: 'warning',
    title: 'A container uses Bidirectional mount propagation, which requires a privileged container.',
    fix: 'remove mountPropagation, or set it to HostToContainer',
  },
  'empty-dir-size': {
    severity: 'warning',
    title: 'The size limit of an emptyDir is larger than the ephemeral storage of the pod.',
    fix: 'request enough ephemeral-storage for the volume, or lower its sizeLimit',
  },
  'runtime-class': {
    severity: 'warning',
    title: 'The pod names a RuntimeClass, whose handler Fargate nodes may not have.',
    fix: 'remove runtimeClassName, or run the pod on EC2 nodes',
  },
  'user-namespace': {
    severity: 'warning',
    title: 'The pod uses a user namespace (hostUsers: false), which Fargate nodes may not support.',
    fix: 'remove hostUsers, or run the pod on EC2 nodes',
  },
  'proc-mount': {
    severity: 'warning',
    title: 'A container uses an unmasked /proc, which Fargate may reject.',
    fix: 'remove procMount, or run the pod on EC2 nodes',
  },
  'localhost-profile': {
    severity: 'warning',
    title: 'The pod uses a seccomp or AppArmor profile of type Localhost, which Fargate nodes may not have.',
    fix: 'use RuntimeDefault, or run the pod on EC2 nodes',
  },
  'near-miss': {
    severity: 'warning',
    title: 'The labels of the pod almost match a Fargate profile, so the pod does not run on Fargate.',
    fix: 'correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  'profile-not-found': {
    severity: 'warning',
    title: 'The pod names a Fargate profile that the cluster does not have.',
    fix: 'correct the label, or create the profile first',
  },
  'profile-annotation': {
    severity: 'warning',
    title: 'The pod names a Fargate profile in an annotation, but EKS reads only the label with the same name.',
    fix: 'set it as a label of the pod',
  },
  'profile-not-matching': {
    severity: 'warning',
    title: 'The pod names a Fargate profile that has no selector that matches the pod.',
    fix: 'correct the labels of the pod, or remove the profile label',
  },
  'profile-not-active': {
    severity: 'warning',
    title:
      'The Fargate profile that matches is not ACTIVE. Pods created now go to the default scheduler and stay there.',
    fix: 'wait until the profile is ACTIVE, then recreate the pods',
  },
  'profile-unhealthy': {
    severity: 'warning',
    title: 'EKS reports a health issue of the Fargate profile.',
    fix: 'resolve what EKS reports: aws eks describe-fargate-profile shows the details',
  },
  'fargate-toleration': {
    severity: 'warning',
    title:
      'The pod tolerates the taint of Fargate nodes but does not run on Fargate. If it is scheduled to a Fargate node, the kubelet rejects it.',
    fix: 'remove the toleration, or keep the pod off Fargate nodes with a node affinity',
  },
  'daemon-set': {
    severity: 'warning',
    title: 'A Fargate profile matches the pods of a DaemonSet, but DaemonSet pods do not run on Fargate.',
    fix: 'run it as a sidecar of the pods on Fargate, or keep it on EC2 nodes',
  },
  'scheduler-name': {
    severity: 'warning',
    title: 'A custom scheduler keeps the pod off Fargate, although a profile matches it.',
    fix: 'remove schedulerName',
  },
  'node-name': {
    severity: 'warning',
    title: 'nodeName keeps the pod off Fargate, although a profile matches it.',
    fix: 'remove nodeName',
  },
  'volume-claim': {
    severity: 'hint',
    title: 'The pod uses a persistent volume claim. Fargate mounts only statically provisioned volumes on EFS.',
    fix: 'bind the claim to a statically provisioned volume on EFS before the pod is created',
  },
  'topology-spread': {
    severity: 'hint',
    title: 'The pod has topology spread constraints, which Fargate ignores.',
    fix: 'remove them: the subnets of the profile determine the zones of the pods',
  },
  'pod-affinity': {
    severity: 'hint',
    title: 'The pod has pod affinity or anti-affinity, which Fargate ignores.',
    fix: 'remove it: every Fargate pod has its own node',
  },
  'no-requests': {
    severity: 'hint',
    title: 'No container requests cpu or memory, so the pod gets the smallest size.',
    fix: 'request what the containers need',
  },
  'limits-above-requests': {
    severity: 'hint',
    title: 'Limits are higher than requests, but Fargate provisions only what the pod requests.',
    fix: 'set requests equal to limits',
  },
  'size-step': {
    severity: 'hint',
    title: 'The pod needs the next larger size because of the 256 MiB that Fargate adds.',
    fix: 'lower the memory request if the containers can run with less',
  },
  'size-unused': {
    severity: 'hint',
    title: 'Half or more of the price of the size pays for capacity that the pod does not request.',
    fix: 'balance the cpu and memory requests: sizes are fixed pairs of cpu and memory',
  },
  'several-profiles': {
    severity: 'hint',
    title: 'Several Fargate profiles match the pod. EKS uses the first ACTIVE one by name.',
    fix: 'choose the profile with the pod label eks.amazonaws.com/fargate-profile',
  },
  'may-match': {
    severity: 'hint',
    title: 'Whether a selector matches depends on a label that a controller adds when it creates the pod.',
    fix: 'use labels of the pod template in the selector',
  },
  'core-dns-off-fargate': {
    severity: 'hint',
    title:
      'The annotation of CoreDNS keeps it off Fargate. In a cluster with Fargate nodes only, it stays Pending, and no pod resolves a name.',
    fix: `in a cluster with Fargate nodes only, let a Fargate profile select namespace kube-system and label k8s-app=kube-dns, and remove the annotation, or run ${coreDnsAddOnCommand()}`,
  },
  'finished-job-pods': {
    severity: 'hint',
    title:
      'A Job on Fargate keeps its pods after it succeeds. Finished pods keep their capacity and are billed until they are deleted.',
    fix: 'set ttlSecondsAfterFinished in the Job spec',
  },
} as const;

export type WorkloadFindingCode = keyof typeof WORKLOAD_FINDINGS;
