import type { ValueType } from './value-type.ts';

/** A setting as `--help` and the documentation show it. */
export interface SettingRow {
  /** Without the leading `--`. */
  readonly flag: string;
  readonly environmentVariable: string;
  readonly placeholder: string;
  readonly defaultText: string;
  readonly description: string;
}

/** One thing that a user can set, by flag or by environment variable. */
export interface Setting<T, Default extends T | undefined> extends SettingRow {
  readonly type: ValueType<T>;
  readonly default: Default;
}

interface Specification<T, Default extends T | undefined> {
  readonly flag: string;
  readonly type: ValueType<T>;
  readonly default: Default;
  /** Shown as the default where there is none. */
  readonly otherwise?: string;
  readonly description: string;
}

export function setting<T, const Default extends T | undefined>(
  specification: Specification<T, Default>,
): Setting<T, Default> {
  const { flag, type, default: value, otherwise = '', description } = specification;
  return {
    flag,
    environmentVariable: `FARGATE_ADMISSION_${flag.replaceAll('-', '_').toUpperCase()}`,
    placeholder: type.placeholder,
    defaultText: value === undefined ? otherwise : type.format(value),
    description,
    type,
    default: value,
  };
}
