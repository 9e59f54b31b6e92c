/** What can be wrong with a pod, or with the workload that makes it. */
export const WORKLOAD_FINDINGS = {
  'host-network': {
    severity: 'error',
    title: 'The pod uses the network of its node.',
    fix: 'remove hostNetwork; a Fargate pod has the network of its node to itself',
  },
  'host-pid': {
    severity: 'error',
    title: 'The pod uses the process namespace of its node.',
    fix: 'remove hostPID, or keep the pod off Fargate',
  },
  'host-ipc': {
    severity: 'error',
    title: 'The pod uses the IPC namespace of its node.',
    fix: 'remove hostIPC, or keep the pod off Fargate',
  },
  privileged: {
    severity: 'error',
    title: 'A privileged container.',
    fix: 'remove privileged, or keep the pod off Fargate',
  },
  'privilege-escalation': {
    severity: 'error',
    title: 'allowPrivilegeEscalation: true, set explicitly.',
    fix: 'remove the field or set it to false',
  },
  capabilities: {
    severity: 'error',
    title: 'A capability that Fargate does not allow.',
    fix: 'remove it; names are written without CAP_',
  },
  'host-port': {
    severity: 'error',
    title: 'A port of the node: hostPort or hostIP. Ports that hostNetwork brings are host-network alone.',
    fix: 'remove hostPort and hostIP; a Service reaches the containerPort',
  },
  'volume-type': {
    severity: 'error',
    title: 'A volume of a type that Fargate does not mount.',
    fix: 'use emptyDir, secret, configMap, projected, downwardAPI, nfs, or a claim on EFS',
  },
  'volume-devices': {
    severity: 'error',
    title: 'A raw block volume.',
    fix: 'mount a file system instead, or keep the pod off Fargate',
  },
  'node-selector': {
    severity: 'error',
    title: 'A nodeSelector that no Fargate node satisfies.',
    fix: 'remove it: Fargate nodes are plain linux/amd64',
  },
  'node-affinity': {
    severity: 'error',
    title: 'A required node affinity that no Fargate node satisfies.',
    fix: 'remove it: Fargate nodes are plain linux/amd64',
  },
  'extended-resource': {
    severity: 'error',
    title: 'A GPU or another extended resource.',
    fix: 'run the pod on EC2 nodes: annotate it with eks.amazonaws.com/compute-type: ec2',
  },
  'ephemeral-storage': {
    severity: 'error',
    title: 'More than 175 GiB of ephemeral storage.',
    fix: 'request at most 175Gi, or mount EFS',
  },
  'size-exceeded': {
    severity: 'error',
    title: 'Requests for which no Fargate size is large enough.',
    fix: 'lower the requests: 16 vCPU and 120 GB is the most',
  },
  'fargate-scheduler': {
    severity: 'error',
    title: 'The pod names the fargate-scheduler, which takes only pods that a profile matches, and none does.',
    fix: 'remove schedulerName and the profile label, or let a profile select the pod',
  },
  windows: {
    severity: 'error',
    title: 'A pod for Windows: Fargate nodes run Linux.',
    fix: 'run the pod on Windows nodes: annotate it with eks.amazonaws.com/compute-type: ec2',
  },
  'host-process': {
    severity: 'error',
    title: 'A HostProcess container, which runs on Windows nodes alone.',
    fix: 'run the pod on Windows nodes',
  },
  sysctl: {
    severity: 'error',
    title: 'A sysctl outside the safe set of Kubernetes: the kubelet of a Fargate node allows no other.',
    fix: 'remove the sysctl, or run the pod on EC2 nodes whose kubelet allows it',
  },
  'resource-claims': {
    severity: 'error',
    title: 'A claim of devices (dynamic resource allocation), which Fargate nodes do not have.',
    fix: 'run the pod on EC2 nodes: annotate it with eks.amazonaws.com/compute-type: ec2',
  },
  'huge-pages': {
    severity: 'error',
    title: 'Huge pages, requested or as the medium of an emptyDir, which Fargate nodes do not have.',
    fix: 'remove them, or run the pod on EC2 nodes that reserve huge pages',
  },
  'kubelet-port': {
    severity: 'warning',
    title: 'A container port 10250, which the kubelet of the Fargate node has taken.',
    fix: 'listen on another port',
  },
  'sysctl-version': {
    severity: 'warning',
    title: 'A sysctl that the kubelet allows from a later version of Kubernetes on.',
    fix: 'remove the sysctl where the cluster is older',
  },
  'mount-propagation': {
    severity: 'warning',
    title: 'Bidirectional mount propagation, which needs a privileged container.',
    fix: 'remove mountPropagation, or set it to HostToContainer',
  },
  'empty-dir-size': {
    severity: 'warning',
    title: 'An emptyDir whose size limit is above the ephemeral storage of the pod.',
    fix: 'request ephemeral-storage for it, or lower the sizeLimit',
  },
  'runtime-class': {
    severity: 'warning',
    title: 'A RuntimeClass, whose handler Fargate nodes may not have.',
    fix: 'remove runtimeClassName, or run the pod on EC2 nodes',
  },
  'user-namespace': {
    severity: 'warning',
    title: 'A user namespace (hostUsers: false), which Fargate nodes may not support.',
    fix: 'remove hostUsers, or run the pod on EC2 nodes',
  },
  'proc-mount': {
    severity: 'warning',
    title: 'An unmasked /proc, which Fargate may refuse.',
    fix: 'remove procMount, or run the pod on EC2 nodes',
  },
  'localhost-profile': {
    severity: 'warning',
    title: 'A seccomp or AppArmor profile of type Localhost, which may not be on a Fargate node.',
    fix: 'use RuntimeDefault, or run the pod on EC2 nodes',
  },
  'near-miss': {
    severity: 'warning',
    title: 'The pod looks as if it was meant for a Fargate profile, and its labels do not match.',
    fix: 'correct the labels of the pod, or add the annotation eks.amazonaws.com/compute-type: ec2',
  },
  'profile-not-found': {
    severity: 'warning',
    title: 'The pod names a profile that the cluster does not have.',
    fix: 'correct the label, or create the profile first',
  },
  'profile-annotation': {
    severity: 'warning',
    title: 'The pod names its profile by an annotation: EKS reads the label of that name.',
    fix: 'write it as a label of the pod',
  },
  'profile-not-matching': {
    severity: 'warning',
    title: 'The pod names a profile none of whose selectors matches it.',
    fix: 'correct the labels of the pod, or remove this one',
  },
  'profile-not-active': {
    severity: 'warning',
    title: 'The profile that matches is not ACTIVE: pods made now go to the default scheduler, and stay there.',
    fix: 'wait until the profile is ACTIVE, then recreate the pods',
  },
  'profile-unhealthy': {
    severity: 'warning',
    title: 'EKS reports a health issue of the profile.',
    fix: 'mend what EKS reports: aws eks describe-fargate-profile shows it',
  },
  'fargate-toleration': {
    severity: 'warning',
    title: 'The pod tolerates the taint of Fargate nodes, and does not run on Fargate: their kubelets would refuse it.',
    fix: 'remove the toleration, or keep the pod off these nodes by a node affinity',
  },
  'daemon-set': {
    severity: 'warning',
    title: 'A DaemonSet in a namespace that a profile takes: DaemonSet pods do not run on Fargate.',
    fix: 'run it as a sidecar of the pods on Fargate, or leave it to EC2 nodes',
  },
  'scheduler-name': {
    severity: 'warning',
    title: 'A custom scheduler keeps a pod off Fargate that a profile would take.',
    fix: 'remove schedulerName',
  },
  'node-name': {
    severity: 'warning',
    title: 'nodeName keeps a pod off Fargate that a profile would take.',
    fix: 'remove nodeName',
  },
  'volume-claim': {
    severity: 'hint',
    title: 'A persistent volume claim: Fargate mounts only statically provisioned EFS volumes.',
    fix: 'bind the claim to a statically provisioned EFS volume first',
  },
  'topology-spread': {
    severity: 'hint',
    title: 'Topology spread constraints, which Fargate ignores.',
    fix: 'remove them: the subnets of the profile say which zones the pods run in',
  },
  'pod-affinity': {
    severity: 'hint',
    title: 'Pod affinity or anti-affinity, which Fargate ignores.',
    fix: 'remove it: every Fargate pod has a node of its own',
  },
  'no-requests': {
    severity: 'hint',
    title: 'No requests at all: the pod gets the smallest size.',
    fix: 'request what the containers need',
  },
  'limits-above-requests': {
    severity: 'hint',
    title: 'Limits above requests: Fargate provisions what is requested.',
    fix: 'set requests equal to limits',
  },
  'size-step': {
    severity: 'hint',
    title: 'The 256 MiB that Fargate adds push the pod to the next size.',
    fix: 'lower the memory request if the containers can do with it',
  },
  'size-unused': {
    severity: 'hint',
    title: 'Half or more of what is provisioned is not requested.',
    fix: 'balance the cpu and memory requests: sizes come in fixed pairs',
  },
  'several-profiles': {
    severity: 'hint',
    title: 'Several profiles match: the ACTIVE one whose name sorts first takes the pod.',
    fix: 'name the one that is meant by the label eks.amazonaws.com/fargate-profile',
  },
  'may-match': {
    severity: 'hint',
    title: 'Whether a selector matches depends on a label whose value is not known before the pod is made.',
    fix: 'select by labels of the pod template',
  },
  'finished-job-pods': {
    severity: 'hint',
    title:
      'A Job on Fargate that nothing deletes when it has succeeded: its finished pods hold their capacity, and are billed, until deleted.',
    fix: 'set ttlSecondsAfterFinished in the Job spec',
  },
} as const;

export type WorkloadFindingCode = keyof typeof WORKLOAD_FINDINGS;
