/** What can be said of an object because of its kind. */
export const KIND_FINDINGS = {
  'pods-may-differ': {
    severity: 'hint',
    title: 'The controller makes the pods by more than the object shows: they may differ from the prediction.',
    fix: 'check a pod that it makes: fargate-admission explain pod/NAME',
  },
} as const;
