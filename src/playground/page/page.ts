import { element, part } from '../../audit/page/assets/elements.js';
import type { PlaygroundInput, PlaygroundResult } from '../evaluate.ts';
import type { PlaygroundFix } from '../fixes.ts';
import { PROFILES_NAME } from '../text-names.ts';
import { copyText } from './copy-text.ts';
import { Editor } from './editor.ts';
import { Evaluator } from './evaluation.ts';
import { exampleTexts, FIRST_EXAMPLE } from './examples.ts';
import { inflatedPart } from './inflate.ts';
import { remarksOn } from './remarks.ts';
import { createResults } from './results.ts';
import { fragmentOf, inputOf, LinkError } from './share-link.ts';
import { createToolbar } from './toolbar.ts';

/** The two texts, and what is said about them. */
class Playground {
  readonly #editors = {
    workloads: addEditor('Workloads', () => this.#evaluate()),
    profiles: addEditor('Fargate profiles', () => this.#evaluate()),
  };
  readonly #toolbar = createToolbar({
    onExample: (name) => this.#use(exampleTexts(name)),
    onRegion: () => this.#evaluate(),
    onCopyLink: () => this.#copyLink().catch(showError),
    onCopyReport: (command) => this.#copyReport(command).catch(showError),
  });
  readonly #results = createResults({
    goTo: ({ file, line }) => this.#editors[file === PROFILES_NAME ? 'profiles' : 'workloads'].goTo(line),
    apply: (fix) => this.#apply(fix),
  });
  readonly #evaluator: Evaluator;
  #latest: { readonly input: PlaygroundInput; readonly result: PlaygroundResult } | undefined;

  /** @param script of the worker */
  constructor(script: string) {
    this.#evaluator = new Evaluator({
      script,
      onResult: (result, input) => this.#show(result, input),
      onFault: showNotice,
    });
  }

  async start(): Promise<void> {
    window.addEventListener('hashchange', () => this.#restore());
    await this.#restore();
    if (this.#editors.workloads.text + this.#editors.profiles.text === '') this.#use(exampleTexts(FIRST_EXAMPLE));
  }

  /** What the address holds; all stays as it is where that is nothing. */
  async #restore(): Promise<void> {
    try {
      showNotice('');
      this.#use((await inputOf(location.hash)) ?? exampleTexts(exampleInAddress()));
    } catch (error) {
      showError(error);
    }
  }

  #use(input: PlaygroundInput | undefined): void {
    if (input === undefined) return;
    this.#toolbar.chooseRegion(input.region);
    this.#editors.workloads.replace(input.workloads);
    this.#editors.profiles.replace(input.profiles);
    this.#evaluate();
  }

  get #input(): PlaygroundInput {
    const { region } = this.#toolbar;
    const texts = { workloads: this.#editors.workloads.text, profiles: this.#editors.profiles.text };
    return region === undefined ? texts : { ...texts, region };
  }

  #evaluate(): void {
    this.#evaluator.evaluate(this.#input);
  }

  #show(result: PlaygroundResult, input: PlaygroundInput): void {
    this.#latest = { input, result };
    this.#results.show(result);
    this.#editors.workloads.show(remarksOn('workloads', result));
    this.#editors.profiles.show(remarksOn('profiles', result));
  }

  /** Its places are those of the text that the result is about, and that text may have changed. */
  #apply({ title, text, edits }: PlaygroundFix): void {
    const editor = this.#editors[text];
    if (editor.text !== this.#latest?.input[text]) return;
    editor.apply(edits);
    this.#toolbar.report(`Done: ${title}. Undo takes it back.`);
  }

  async #copyLink(): Promise<void> {
    history.replaceState(null, '', await fragmentOf(this.#input));
    await copyText(location.href);
    this.#toolbar.report('The link is copied. It holds both texts.');
  }

  async #copyReport(command: 'check' | 'explain'): Promise<void> {
    const report = command === 'check' ? this.#latest?.result.check : this.#latest?.result.explanations;
    await copyText(`${JSON.stringify(report, null, 2)}\n`);
    this.#toolbar.report(`The JSON of ${command} is copied.`);
  }
}

/** `#example=near-miss` */
function exampleInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('example') ?? '';
}

function addEditor(title: string, onChange: () => void): Editor {
  const parent = element('div', { class: 'editor' });
  part('inputs').append(element('section', { 'aria-label': title }, [element('h2', {}, [title]), parent]));
  return new Editor({ parent, label: title, onChange });
}

function showError(error: unknown): void {
  showNotice(error instanceof LinkError ? error.message : `The page does not work in this browser: ${error}`);
}

function showNotice(text: string): void {
  const notice = part('notice');
  notice.textContent = text;
  notice.hidden = text === '';
}

inflatedPart('worker-script')
  .then((script) => new Playground(script).start())
  .catch(showError);
