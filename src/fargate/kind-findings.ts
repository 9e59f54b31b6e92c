/** What can be said of an object because of its kind. */
export const KIND_FINDINGS = {
  'pods-may-differ': {
    severity: 'hint',
    title: 'The controller makes the pods by more than the object shows: they may differ from the prediction.',
    fix: 'check a pod that it makes: fargate-admission explain pod/NAME',
  },
  'unknown-workload-kind': {
    severity: 'hint',
    title: 'The object holds containers with images, but its kind is not known, so its pods are not checked.',
    fix: 'name the kind in a file for --workload-kinds, with the path of its pod template',
  },
} as const;
