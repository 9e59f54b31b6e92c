import { element, part, quoted } from '../../audit/page/assets/elements.js';
import { growingList } from '../../audit/page/assets/growing-list.js';
import { counted } from '../../audit/page/assets/text.js';
import type { CheckReport, CheckSummary } from '../../inspection/check-report.ts';
import type { NotChecked } from '../../inspection/not-checked.ts';
import type { Location, ObjectReference } from '../../inspection/object-reference.ts';
import { describeObject } from '../../inspection/object-reference.ts';
import type { PlaygroundResult } from '../evaluate.ts';
import { PROFILES_NAME } from '../text-names.ts';
import { type Actions, placeButton, severityBadge } from './findings.ts';
import { type Entry, itemCard } from './item-card.ts';
import type { SizedExplanation } from './size-part.ts';

const CARDS_AT_ONCE = 20;
const PROBLEMS_AT_ONCE = 50;

/** The right half of the page. */
export function createResults(actions: Actions) {
  const container = element('div', { class: 'cards' });
  const cards = growingList({
    container,
    step: CARDS_AT_ONCE,
    build: (entry: Entry) => itemCard(entry, actions),
  });
  const problemList = element('ul', { class: 'said' });
  const problems = growingList({ container: problemList, step: PROBLEMS_AT_ONCE, build: (node: Element) => node });
  part('list').append(container, cards.more);
  part('problems').append(problemList, problems.more);
  return {
    show(result: PlaygroundResult): void {
      part('summary').textContent = summaryText(result.check.summary);
      problems.show(problemsOf(result, actions));
      cards.show(entriesOf(result));
    },
  };
}

/** One sentence, which a screen reader announces. */
function summaryText({ workloads, boundForFargate, profiles, ...count }: CheckSummary): string {
  const objects = [
    counted(workloads, 'workload'),
    `${boundForFargate} bound for Fargate`,
    ...(profiles === 0 ? [] : [`${counted(profiles, 'object')} with profiles`]),
  ];
  const findings = [counted(count.errors, 'error'), counted(count.warnings, 'warning'), counted(count.hints, 'hint')];
  const suppressed = count.suppressed === 0 ? '' : `; ${count.suppressed} suppressed`;
  return `${objects.join(', ')}. ${findings.join(', ')}${suppressed}.`;
}

function entriesOf({ check, explanations, sizes, sizeTable, fixes }: PlaygroundResult): readonly Entry[] {
  const explained = new Map<string, SizedExplanation>();
  for (const [index, explanation] of explanations.items.entries()) {
    const { object, location } = explanation;
    const size = sizes[index];
    if (location === undefined || size === undefined) continue;
    explained.set(keyOf(object, location), { explanation, size, sizeTable, isAlone: explanations.items.length === 1 });
  }
  const fixesOf = Map.groupBy(fixes, ({ item }) => item);
  return check.items.map((item, index) => ({
    item,
    fixes: fixesOf.get(index) ?? [],
    explained: item.type === 'workload' ? explained.get(keyOf(item.object, item.location)) : undefined,
  }));
}

function keyOf({ kind, namespace, name, role }: ObjectReference, { file, document, line }: Location): string {
  return JSON.stringify([file, document, line, kind, namespace, name, role]);
}

/** What could not be read or was not checked: nothing of the input is left out without a word. */
function problemsOf({ check, profileProblems }: PlaygroundResult, actions: Actions): readonly Element[] {
  return [
    ...unreadableItems(check, actions),
    ...profileProblems.map(({ severity, message, line }) =>
      element('li', {}, [
        severityBadge(severity),
        ' ',
        placeButton({ file: PROFILES_NAME, line }, actions),
        ' ',
        quoted(message),
      ]),
    ),
    ...check.skipped.map(({ object, location, reason }) =>
      element('li', {}, [
        severityBadge('hint'),
        ' ',
        placeButton(location, actions),
        ' ',
        quoted(describeObject(object)),
        ' is skipped: ',
        quoted(reason),
      ]),
    ),
    ...check.summary.notChecked.map((thing) =>
      element('li', {}, [severityBadge('hint'), ' ', quoted(notCheckedText(thing))]),
    ),
  ];
}

/** The problems of the profiles say the same about their text. */
function unreadableItems({ unreadable }: CheckReport, actions: Actions): readonly Element[] {
  return unreadable
    .filter(({ file }) => file !== PROFILES_NAME)
    .map(({ location, reason }) =>
      element('li', {}, [
        severityBadge('error'),
        ' ',
        ...(location === undefined ? [] : [placeButton(location, actions), ' ']),
        quoted(reason),
      ]),
    );
}

function notCheckedText(thing: NotChecked): string {
  if (thing.reason === 'other-kind')
    return `${counted(thing.count, 'object')} not checked: ${thing.kind} ${thing.apiVersion}`;
  return `${counted(thing.count, 'document')} not checked: no Kubernetes object`;
}
