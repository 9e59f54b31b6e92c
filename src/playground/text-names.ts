/** How the reports name the two texts. */
export const WORKLOADS_NAME = 'workloads.yaml';
export const PROFILES_NAME = 'profiles.yaml';
