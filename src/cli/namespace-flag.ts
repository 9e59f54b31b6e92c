import type { Command } from 'commander';
import type { SettingReader } from '../settings/reader.ts';
import { type Flag, flagValues } from './flag.ts';

/** Source: RFC 1123, as Kubernetes checks the name of a namespace. */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Undefined where none is given, or none that could be; the reader keeps why. */
export function readNamespace(command: Command, flag: Flag, reader: SettingReader): string | undefined {
  const namespace = flagValues(command, flag, reader).at(-1);
  if (namespace === undefined || DNS_LABEL.test(namespace)) return namespace;
  reader.reject(`--${flag.name}: expected the name of a namespace; got ${JSON.stringify(namespace)}`);
  return undefined;
}
