/** Which kind of report is kept in the cluster; `auto`: the first that it knows. */
export const WANTED_REPORTS = ['auto', 'openreports', 'policyreport', 'none'] as const;
export type WantedReports = (typeof WANTED_REPORTS)[number];
