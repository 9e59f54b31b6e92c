/** What can be wrong with a Fargate profile. */
export const PROFILE_FINDINGS = {
  'selectors-required': {
    severity: 'error',
    title: 'The profile has no selector.',
    fix: 'add at least one selector with a namespace',
  },
  'too-many-selectors': {
    severity: 'error',
    title: 'The profile has more selectors than EKS accepts (a service quota, 5 by default).',
    fix: 'split the selectors between profiles, or use wildcards',
  },
  'selector-namespace-required': {
    severity: 'error',
    title: 'A selector has no namespace.',
    fix: 'set the namespace; wildcards are allowed',
  },
  'selector-namespace-impossible': {
    severity: 'error',
    title: 'No namespace can match the namespace pattern of a selector.',
    fix: "use at most 63 of a-z, 0-9 and '-' (not first or last), and the wildcards * and ?",
  },
  'too-many-labels': {
    severity: 'error',
    title: 'A selector has more label pairs than EKS accepts (a service quota, 5 by default).',
    fix: 'remove the pairs that the other pairs imply',
  },
  'label-key-impossible': {
    severity: 'error',
    title: 'No label key can match the key pattern of a selector.',
    fix: "use [prefix/]name: the name has at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', and the prefix is a DNS name; * and ? are wildcards",
  },
  'label-value-impossible': {
    severity: 'error',
    title: 'No label value can match the value pattern of a selector.',
    fix: "use at most 63 of A-Z, a-z, 0-9, '-', '_' and '.' (the first and last must be a letter or digit), and the wildcards * and ?",
  },
  'profile-name-required': {
    severity: 'error',
    title: 'The profile has no name.',
    fix: 'set a name',
  },
  'profile-name-too-long': {
    severity: 'error',
    title: 'The profile name has more than 100 characters.',
    fix: 'shorten the name, preferably to 63 characters or fewer',
  },
  'profile-name-reserved': {
    severity: 'error',
    title: "The profile name starts with the reserved prefix 'eks-'.",
    fix: 'choose another name',
  },
  'pod-execution-role-required': {
    severity: 'error',
    title: 'The profile has no pod execution role.',
    fix: 'set the role, or a reference to it',
  },
  'too-many-tags': {
    severity: 'error',
    title: 'The profile has more than 50 tags.',
    fix: 'remove tags',
  },
  'tag-key-length': {
    severity: 'error',
    title: 'A tag key is empty or has more than 128 characters.',
    fix: 'use 1 to 128 characters',
  },
  'tag-key-reserved': {
    severity: 'error',
    title: "A tag key starts with the reserved prefix 'aws:'.",
    fix: 'choose another key',
  },
  'tag-value-too-long': {
    severity: 'error',
    title: 'A tag value has more than 256 characters.',
    fix: 'shorten the value',
  },
  'selector-namespace-any': {
    severity: 'warning',
    title: 'A selector has the namespace *, which matches every namespace, including kube-system.',
    fix: 'list the namespaces, with a wildcard if they share a prefix',
  },
  'profile-name-no-label-value': {
    severity: 'warning',
    title:
      'The profile name has more than 63 characters. EKS copies the name to a label of each pod, and a label value can have at most 63.',
    fix: 'shorten the name to 63 characters or fewer',
  },
  'pod-execution-role-path': {
    severity: 'warning',
    title: 'The pod execution role has a path.',
    fix: 'use a role without a path: arn:aws:iam::ACCOUNT:role/NAME',
  },
  'label-value-empty': {
    severity: 'warning',
    title: 'A selector has an empty label value, which EKS may reject.',
    fix: 'set a value, or remove the pair',
  },
  'too-many-profiles': {
    severity: 'warning',
    title: 'The cluster would have more profiles than EKS accepts (a service quota, 10 by default).',
    fix: 'merge profiles (each can have 5 selectors), or raise the quota and --max-profiles',
  },
  'selector-duplicate': {
    severity: 'warning',
    title: 'The profile has the same selector twice.',
    fix: 'remove one of them',
  },
  'selector-equal': {
    severity: 'warning',
    title: 'Another profile has the same selector. All matching pods run on the profile whose name sorts first.',
    fix: 'keep the selector in one of the profiles',
  },
  'selector-covered': {
    severity: 'warning',
    title: 'A selector has no effect, because a profile whose name sorts first matches all of its pods.',
    fix: 'narrow the other selector, remove this one, or give this profile a name that sorts first',
  },
  'selector-overlap': {
    severity: 'warning',
    title: 'Some pods that a selector matches run on another profile, whose name sorts first.',
    fix: 'make the selectors exclude each other, or choose the profile with the pod label eks.amazonaws.com/fargate-profile',
  },
  'profile-name-taken': {
    severity: 'warning',
    title: 'EKS already has a profile with the name of the new one, and its selectors differ.',
    fix: 'choose another name, or delete the profile in EKS first',
  },
  'profile-name-duplicate': {
    severity: 'warning',
    title: 'Two profiles have the same name, which is unique in a cluster.',
    fix: 'give one of them another name, or say for which cluster each is',
  },
  'profile-change-pending': {
    severity: 'warning',
    title: 'EKS creates and deletes one profile at a time, and another change is in progress.',
    fix: 'wait until the other profile is ACTIVE or deleted; a controller retries on its own',
  },
  'selectors-changed': {
    severity: 'warning',
    title: 'The selectors of a profile change, but EKS cannot change a profile.',
    fix: 'delete the profile and create it again, under a new name if its pods must keep running',
  },
  'adoption-only': {
    severity: 'hint',
    title: 'The profile has no selectors, so the controller can adopt it but not create it.',
    fix: 'add selectors unless the profile already exists in EKS',
  },
} as const;
