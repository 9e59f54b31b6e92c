/** What can be wrong with a Fargate profile. */
export const PROFILE_FINDINGS = {
  'selectors-required': {
    severity: 'error',
    title: 'A profile without any selector.',
    fix: 'add at least one selector with a namespace',
  },
  'too-many-selectors': {
    severity: 'error',
    title: 'More selectors than EKS takes in one profile (a service quota, 5 by default).',
    fix: 'split them over several profiles, or use wildcards',
  },
  'selector-namespace-required': {
    severity: 'error',
    title: 'A selector without a namespace.',
    fix: 'name the namespace; wildcards are allowed',
  },
  'selector-namespace-impossible': {
    severity: 'error',
    title: 'A namespace pattern that no namespace can match.',
    fix: "use at most 63 of a-z, 0-9 and '-' (not first or last), and the wildcards * and ?",
  },
  'too-many-labels': {
    severity: 'error',
    title: 'More label pairs than EKS takes in one selector (a service quota, 5 by default).',
    fix: 'leave out the pairs that the others imply',
  },
  'label-key-impossible': {
    severity: 'error',
    title: 'A label key pattern that no label key can match.',
    fix: "use [prefix/]name: the name at most 63 of A-Z, a-z, 0-9, '-', '_' and '.', the prefix a DNS name; * and ? are wildcards",
  },
  'label-value-impossible': {
    severity: 'error',
    title: 'A label value pattern that no label value can match.',
    fix: "use at most 63 of A-Z, a-z, 0-9, '-', '_' and '.' (begin and end with a letter or digit), and the wildcards * and ?",
  },
  'profile-name-required': {
    severity: 'error',
    title: 'A profile without a name.',
    fix: 'give the profile a name',
  },
  'profile-name-too-long': {
    severity: 'error',
    title: 'A profile name of more than 100 characters.',
    fix: 'shorten the name, best to 63 characters or fewer',
  },
  'profile-name-reserved': {
    severity: 'error',
    title: "A profile name that begins with the reserved prefix 'eks-'.",
    fix: 'choose another name',
  },
  'pod-execution-role-required': {
    severity: 'error',
    title: 'A profile without a pod execution role.',
    fix: 'name the role, or refer to it',
  },
  'too-many-tags': {
    severity: 'error',
    title: 'More than 50 tags.',
    fix: 'leave out tags',
  },
  'tag-key-length': {
    severity: 'error',
    title: 'A tag key that is empty or has more than 128 characters.',
    fix: 'use 1 to 128 characters',
  },
  'tag-key-reserved': {
    severity: 'error',
    title: "A tag key that begins with the reserved prefix 'aws:'.",
    fix: 'choose another key',
  },
  'tag-value-too-long': {
    severity: 'error',
    title: 'A tag value of more than 256 characters.',
    fix: 'shorten the value',
  },
  'selector-namespace-any': {
    severity: 'warning',
    title: 'A selector with the bare namespace *, which takes pods from every namespace, kube-system included.',
    fix: 'name the namespaces that are meant, with a wildcard where they share a prefix',
  },
  'profile-name-no-label-value': {
    severity: 'warning',
    title:
      'A profile name of more than 63 characters: EKS writes it into a label of each pod, and a label value ends there.',
    fix: 'shorten the name to 63 characters or fewer',
  },
  'pod-execution-role-path': {
    severity: 'warning',
    title: 'A pod execution role with a path.',
    fix: 'use a role without a path: arn:aws:iam::ACCOUNT:role/NAME',
  },
  'label-value-empty': {
    severity: 'warning',
    title: 'A selector with an empty label value, which EKS may refuse.',
    fix: 'give the label a value, or leave out the pair',
  },
  'too-many-profiles': {
    severity: 'warning',
    title: 'More profiles than EKS takes in one cluster (a service quota, 10 by default).',
    fix: 'join profiles, each takes 5 selectors, or raise the quota and --max-profiles',
  },
  'selector-duplicate': {
    severity: 'warning',
    title: 'A selector that stands twice in the same profile.',
    fix: 'remove one of the two',
  },
  'selector-equal': {
    severity: 'warning',
    title: 'A selector that another profile has too: the profile whose name sorts first takes all the pods.',
    fix: 'keep it in one of the two profiles',
  },
  'selector-covered': {
    severity: 'warning',
    title: 'A selector that never takes a pod, because a profile whose name sorts first takes all of them.',
    fix: 'narrow the other selector, remove this one, or give this profile a name that sorts first',
  },
  'selector-overlap': {
    severity: 'warning',
    title: 'A selector some of whose pods go to a profile whose name sorts first.',
    fix: 'make the selectors exclude each other, or name the profile on the pods with the label eks.amazonaws.com/fargate-profile',
  },
  'profile-name-taken': {
    severity: 'warning',
    title: 'A new profile under the name of one that EKS has already, with other selectors.',
    fix: 'choose another name, or delete the profile in EKS first',
  },
  'profile-change-pending': {
    severity: 'warning',
    title: 'EKS creates and deletes one profile at a time, and is still busy with another.',
    fix: 'nothing: the controller tries again; wait until the other is ACTIVE or gone',
  },
  'selectors-changed': {
    severity: 'warning',
    title: 'A change of selectors: EKS cannot change a profile.',
    fix: 'delete the profile and create it anew, under a new name where its pods must keep running',
  },
  'adoption-only': {
    severity: 'hint',
    title: 'A profile without selectors that may be adopted or created: it can only be adopted.',
    fix: 'add the selectors unless the profile exists in EKS',
  },
} as const;
