import type { ProfileLimits } from '../../fargate/profile-rules.ts';
import type { SettingReader } from '../../settings/reader.ts';
import { SETTINGS } from '../../settings/table.ts';

/** What AWS may have raised for the account. */
export const LIMIT_SETTINGS = [SETTINGS.maxSelectors, SETTINGS.maxLabels, SETTINGS.maxProfiles] as const;

export function readProfileLimits(reader: SettingReader): ProfileLimits {
  return {
    maxSelectors: reader.read(SETTINGS.maxSelectors),
    maxLabels: reader.read(SETTINGS.maxLabels),
    maxProfiles: reader.read(SETTINGS.maxProfiles),
  };
}
