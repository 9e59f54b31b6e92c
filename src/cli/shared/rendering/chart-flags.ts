import { realpath } from 'node:fs/promises';
import type { Command } from 'commander';
import { systemReason } from '../../../documents/files/file-error.ts';
import type { SettingReader } from '../../../settings/reader.ts';
import { type Flag, flagValues } from '../flags.ts';
import type { ChartOptions } from './render.ts';

/** As `helm template` has them. */
export const CHART_FLAGS = {
  values: {
    name: 'values',
    placeholder: 'FILE',
    description: 'file of values for the Helm charts among the paths; may be repeated',
    isRepeatable: true,
  },
  set: {
    name: 'set',
    placeholder: 'KEY=VALUE',
    description: 'value for the Helm charts among the paths, as `helm --set` takes it; may be repeated',
    isRepeatable: true,
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** The reader rejects files that are not there: Helm would take a URL too, and fetch it. */
export async function readChartValues(
  command: Command,
  reader: SettingReader,
): Promise<Pick<ChartOptions, 'values' | 'sets'>> {
  const values: string[] = [];
  for (const path of flagValues(command, CHART_FLAGS.values, reader)) {
    try {
      values.push(await realpath(path));
    } catch (error) {
      reader.reject(`--${CHART_FLAGS.values.name}: ${path}: cannot be read: ${systemReason(error)}`);
    }
  }
  return { values, sets: flagValues(command, CHART_FLAGS.set, reader) };
}
