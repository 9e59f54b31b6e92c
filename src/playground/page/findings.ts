import { badge, element, quoted } from '../../audit/page/assets/elements.js';
import type { Result } from '../../audit/result.ts';
import type { Severity } from '../../fargate/finding.ts';
import type { CheckedFinding, SuppressedFinding } from '../../inspection/check-report.ts';
import type { Location } from '../../inspection/object-reference.ts';
import type { PlaygroundFix } from '../fixes.ts';
import { PROFILES_NAME } from '../text-names.ts';

/** What a person can do with a result. */
export interface Actions {
  goTo(location: Pick<Location, 'file' | 'line'>): void;
  apply(fix: PlaygroundFix): void;
}

const LIKE_RESULT: Readonly<Record<Severity, Result>> = { error: 'fail', warning: 'warn', hint: 'skip' };

export function severityBadge(severity: Severity): Element {
  return badge(LIKE_RESULT[severity], severity);
}

/** Leads to a line of one of the two texts. */
export function placeButton(location: Pick<Location, 'file' | 'line'>, { goTo }: Actions): HTMLElement {
  const text = `${location.file === PROFILES_NAME ? 'profiles' : 'workloads'}, line ${location.line}`;
  const button = element('button', { type: 'button', class: 'place' }, [text]);
  button.addEventListener('click', () => goTo(location));
  return button;
}

export interface FixableFindings {
  readonly findings: readonly CheckedFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Of these findings. */
  readonly fixes: readonly PlaygroundFix[];
}

/** Each with its reason and its fix, worst first; then what is suppressed. */
export function findingList({ findings, suppressed, fixes }: FixableFindings, actions: Actions): readonly Node[] {
  if (findings.length + suppressed.length === 0) return [];
  const items = [
    ...findings.map((finding, index) => {
      const buttons = fixes.filter((fix) => fix.finding === index).map((fix) => fixButton(fix, actions));
      return findingItem(finding, buttons, actions);
    }),
    ...suppressed.map((finding) => suppressedItem(finding, actions)),
  ];
  return [element('h4', {}, ['Findings']), element('ul', { class: 'said' }, items)];
}

function fixButton(fix: PlaygroundFix, { apply }: Actions): HTMLElement {
  const button = element('button', { type: 'button', class: 'fix-button' }, [quoted(fix.title)]);
  button.addEventListener('click', () => apply(fix));
  return button;
}

function findingItem(
  { severity, code, field, location, message, fix }: CheckedFinding,
  buttons: readonly HTMLElement[],
  actions: Actions,
): HTMLElement {
  return element('li', {}, [
    severityBadge(severity),
    ' ',
    element('code', {}, [code]),
    ' at ',
    element('code', {}, [quoted(field)]),
    ', ',
    placeButton(location, actions),
    element('p', { class: 'message' }, [quoted(message)]),
    ...(fix === '' ? [] : [element('p', { class: 'fix' }, [element('strong', {}, ['Fix: ']), quoted(fix)])]),
    ...buttons,
  ]);
}

function suppressedItem(
  { severity, code, message, location, suppression }: SuppressedFinding,
  actions: Actions,
): HTMLElement {
  const reason = suppression.reason === '' ? [] : [': ', quoted(suppression.reason)];
  return element('li', { class: 'suppressed' }, [
    severityBadge(severity),
    ' ',
    element('code', {}, [code]),
    ' is suppressed by ',
    suppression.by,
    ...reason,
    ', ',
    placeButton(location, actions),
    element('p', { class: 'message' }, [quoted(message)]),
  ]);
}
