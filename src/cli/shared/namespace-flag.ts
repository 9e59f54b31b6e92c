import type { Command } from 'commander';
import type { SettingReader } from '../../settings/reader.ts';
import { type Flag, flagValues } from './flag.ts';

/** Source: RFC 1123, as Kubernetes checks the name of a namespace. */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Each once, in order; those that could be none are left out, and the reader keeps why. */
export function readNamespaces(command: Command, flag: Flag, reader: SettingReader): readonly string[] {
  return [...new Set(flagValues(command, flag, reader))].filter((name) => isNamespace(name, flag, reader));
}

function isNamespace(name: string, flag: Flag, reader: SettingReader): boolean {
  if (DNS_LABEL.test(name)) return true;
  reader.reject(`--${flag.name}: expected the name of a namespace; got ${JSON.stringify(name)}`);
  return false;
}

/** Undefined where none is given, or none that could be; the reader keeps why. */
export function readNamespace(command: Command, flag: Flag, reader: SettingReader): string | undefined {
  const namespace = flagValues(command, flag, reader).at(-1);
  return namespace !== undefined && isNamespace(namespace, flag, reader) ? namespace : undefined;
}
