/** What can be wrong with a suppression of findings. */
export const SUPPRESSION_FINDINGS = {
  'ignore-unknown': {
    severity: 'warning',
    title: 'A suppression names a code that no finding has, so it suppresses nothing.',
    fix: 'correct the code',
  },
  'ignore-unused': {
    severity: 'warning',
    title: 'A suppression names a code that the object has no finding of. Reported with `--report-unused` only.',
    fix: 'remove the code from the suppression',
  },
} as const;
