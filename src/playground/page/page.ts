import { element, part } from '../../audit/page/assets/elements.js';
import type { PlaygroundInput, PlaygroundResult } from '../evaluate.ts';
import { PROFILES_NAME } from '../text-names.ts';
import { Editor } from './editor.ts';
import { Evaluator } from './evaluation.ts';
import { inflatedPart } from './inflate.ts';
import { remarksOn } from './remarks.ts';
import { createResults } from './results.ts';

async function start(): Promise<void> {
  const editors = {
    workloads: addEditor('Workloads', onChange),
    profiles: addEditor('Fargate profiles', onChange),
  };
  const results = createResults({
    goTo: ({ file, line }) => editors[file === PROFILES_NAME ? 'profiles' : 'workloads'].goTo(line),
  });
  const evaluator = new Evaluator({ script: await inflatedPart('worker-script'), onResult, onFault: showNotice });
  onChange();

  function input(): PlaygroundInput {
    return { workloads: editors.workloads.text, profiles: editors.profiles.text };
  }

  function onChange(): void {
    evaluator.evaluate(input());
  }

  function onResult(result: PlaygroundResult): void {
    results.show(result);
    editors.workloads.show(remarksOn('workloads', result));
    editors.profiles.show(remarksOn('profiles', result));
  }
}

function addEditor(title: string, onChange: () => void): Editor {
  const parent = element('div', { class: 'editor' });
  part('inputs').append(element('section', { 'aria-label': title }, [element('h2', {}, [title]), parent]));
  return new Editor({ parent, label: title, onChange });
}

function showNotice(text: string): void {
  const notice = part('notice');
  notice.textContent = text;
  notice.hidden = text === '';
}

start().catch((error: unknown) => showNotice(`The page does not work in this browser: ${error}`));
