import { element, quoted } from '../../audit/page/assets/elements.js';
import type { MatchResult } from '../../fargate/selector-evaluation.ts';
import { noteOnProfile } from '../../inspection/decision.ts';
import type { JsonDecision, JsonPart, JsonProfile } from '../../inspection/explanation-list.ts';

/** Every profile and every selector in the order of EKS, with each part matched or not. */
export function profileList(profiles: readonly JsonProfile[], decision: JsonDecision): readonly Node[] {
  if (profiles.length === 0) return [];
  const items = profiles.map((profile) => profileItem(profile, decision));
  return [
    element('h4', {}, ['Profiles, in the order in which EKS prefers them']),
    element('ol', { class: 'profiles' }, items),
  ];
}

function profileItem(profile: JsonProfile, decision: JsonDecision): HTMLElement {
  const { name, status, result, takesThePod, healthIssues, selectors } = profile;
  const note = noteOnProfile(profile, decision);
  return element('li', { class: takesThePod ? 'profile taking' : 'profile' }, [
    mark(result),
    element('strong', {}, [quoted(name)]),
    `, ${status}`,
    ...(note === undefined ? [] : [': ', quoted(note)]),
    ...healthIssues.map(({ code, message }) =>
      element('p', { class: 'health' }, [element('code', {}, [quoted(code)]), ' ', quoted(message)]),
    ),
    selectors.length === 0
      ? element('p', { class: 'note' }, ['It has no selectors.'])
      : element('ul', { class: 'selectors' }, selectors.map(selectorItem)),
  ]);
}

function selectorItem({ result, parts }: JsonProfile['selectors'][number], index: number): HTMLElement {
  return element('li', {}, [mark(result), `selector ${index}`, element('ul', { class: 'parts' }, parts.map(partItem))]);
}

function partItem({ result, text }: JsonPart): HTMLElement {
  return element('li', {}, [mark(result), quoted(text)]);
}

const MARKS: Readonly<Record<MatchResult, { readonly sign: string; readonly word: string }>> = {
  matches: { sign: '✓', word: 'matches' },
  'may-match': { sign: '?', word: 'may match' },
  fails: { sign: '✗', word: 'does not match' },
};

/** The sign for the eye, the word for a screen reader. */
function mark(result: MatchResult): HTMLElement {
  const { sign, word } = MARKS[result];
  return element('span', { class: `mark ${result}` }, [
    element('span', { 'aria-hidden': 'true' }, [sign]),
    element('span', { class: 'spoken' }, [`${word}: `]),
  ]);
}
