import { badge, element, quoted } from '../../audit/page/assets/elements.js';
import type { CheckedItem, CheckedProfile, CheckedWorkload } from '../../inspection/check-report.ts';
import { describeObject } from '../../inspection/object-reference.ts';
import type { PlaygroundFix } from '../fixes.ts';
import { type Actions, findingList, placeButton } from './findings.ts';
import { profileList } from './profile-list.ts';
import { type SizedExplanation, sizePart, sizeText } from './size-part.ts';

/** One object that was read, and what is said about it. */
export interface Entry {
  readonly item: CheckedItem;
  /** Of a workload in the text of the workloads. */
  readonly fixes: readonly PlaygroundFix[];
  readonly explained: SizedExplanation | undefined;
}

export function itemCard({ item, fixes, explained }: Entry, actions: Actions): HTMLElement {
  return element('article', { class: 'card' }, [
    element('h3', {}, [quoted(describeObject(item.object))]),
    element('p', { class: 'where' }, [placeButton(item.location, actions)]),
    ...verdict(item),
    ...findingList({ ...item, fixes }, actions),
    ...(explained === undefined
      ? []
      : [...profileList(explained.explanation.profiles, explained.explanation.decision), ...sizePart(explained)]),
  ]);
}

function verdict(item: CheckedItem): readonly Node[] {
  switch (item.type) {
    case 'workload':
      return workloadVerdict(item);
    case 'profile':
      return [profileVerdict(item)];
    case 'object':
      return [element('p', {}, [badge('skip', 'not checked'), ' It is of a kind that the page does not know.'])];
  }
}

function profileVerdict({ accepted }: CheckedProfile): HTMLElement {
  return element('p', {}, [
    accepted ? badge('pass', 'accepted') : badge('fail', 'refused'),
    accepted ? ' EKS accepts it.' : ' EKS refuses it: see the findings.',
  ]);
}

function workloadVerdict(item: CheckedWorkload): readonly Node[] {
  const { decision, size } = item;
  const isRefused = decision.onFargate && item.findings.some(({ severity }) => severity === 'error');
  return [
    element('p', { class: 'verdict' }, [
      verdictBadge(item, isRefused),
      ' ',
      ...(decision.profile === undefined ? [] : ['profile ', element('strong', {}, [quoted(decision.profile)]), ', ']),
      ...(size !== undefined && 'provisioned' in size ? [element('strong', {}, [sizeText(size.provisioned)])] : []),
    ]),
    element('p', { class: 'reason' }, [quoted(decision.reason)]),
    ...(isRefused
      ? [element('p', { class: 'reason' }, ['Fargate refuses such a pod, which then stays Pending: see the errors.'])]
      : []),
  ];
}

function verdictBadge({ decision }: CheckedWorkload, isRefused: boolean): Element {
  if (isRefused) return badge('fail', 'refused by Fargate');
  switch (decision.outcome) {
    case 'fargate':
      return badge('pass', 'on Fargate');
    case 'eks-unconfirmed':
      return badge('warn', 'perhaps on Fargate');
    case 'not-fargate':
      return badge('skip', 'not on Fargate');
    case 'unknown':
      return badge('warn', 'unknown');
  }
}
