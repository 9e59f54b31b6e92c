import type { PlaygroundResult } from '../evaluate.ts';
import { PROFILES_NAME, WORKLOADS_NAME } from '../text-names.ts';
import type { Remark } from './editor.ts';

/** What is said about the lines of one of the two texts. */
export function remarksOn(
  text: 'workloads' | 'profiles',
  { check, profileProblems }: PlaygroundResult,
): readonly Remark[] {
  const name = text === 'profiles' ? PROFILES_NAME : WORKLOADS_NAME;
  const found = check.items
    .flatMap(({ findings }) => findings)
    .filter(({ location }) => location.file === name)
    .map(({ severity, code, message, fix, location: { line, column } }) => {
      return { severity, message: `${message} [${code}]${fix === '' ? '' : `\nFix: ${fix}`}`, line, column };
    });
  const skipped = check.skipped
    .filter(({ location }) => location.file === name)
    .map(({ reason, location: { line, column } }) => ({ severity: 'hint' as const, message: reason, line, column }));
  return [...found, ...skipped, ...(text === 'profiles' ? profileProblems : unreadable(name, check.unreadable))];
}

function unreadable(name: string, items: PlaygroundResult['check']['unreadable']): readonly Remark[] {
  return items.flatMap(({ location, reason }) => {
    if (location?.file !== name) return [];
    return [{ severity: 'error' as const, message: reason, line: location.line, column: location.column }];
  });
}
