import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import type { Severity } from '../../fargate/finding.ts';
import { EDITOR_STYLE } from './editor-style.ts';

/** Something to say about a line. */
export interface Remark {
  readonly severity: Severity;
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** In UTF-16 units. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

interface EditorOptions {
  /** Holds nothing else. */
  readonly parent: HTMLElement;
  readonly label: string;
  onChange(): void;
}

/** More would make the editor slow, and say no more to a person. */
const MAX_REMARKS = 500;

/**
 * A text with line numbers, and remarks at their lines. Tab leaves it, as it leaves every other field of a page. It is in a
 * shadow root: there its styles are constructed style sheets, which a policy without `unsafe-inline` allows.
 */
export class Editor {
  readonly #view: EditorView;

  constructor({ parent, label, onChange }: EditorOptions) {
    const root = parent.attachShadow({ mode: 'open' });
    const state = EditorState.create({
      extensions: [
        lintGutter(),
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap]),
        yaml(),
        EDITOR_STYLE,
        // It has a place in the tab order anyway. Said here, tools that look for a way to scroll by keyboard see it, too.
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        TYPE_OVER_SELECTION,
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged) onChange();
        }),
      ],
    });
    this.#view = new EditorView({ state, parent: root, root });
  }

  /** Its lines end with a line feed, whatever they ended with where they come from. */
  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** One step for undo. */
  replace(text: string): void {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** One step for undo. The keyboard is in the editor afterwards, so that undo is at hand. */
  apply(edits: readonly Edit[]): void {
    this.#view.dispatch({ changes: edits, userEvent: 'input.fix' });
    const at = Math.min(edits[0]?.from ?? 0, this.#view.state.doc.length);
    this.#reveal(at);
  }

  show(remarks: readonly Remark[]): void {
    const { doc } = this.#view.state;
    const diagnostics = remarks.slice(0, MAX_REMARKS).map((remark) => diagnosticOf(remark, doc));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** @param line from 1 */
  goTo(line: number): void {
    const { doc } = this.#view.state;
    this.#reveal(doc.line(lineIn(doc, line)).from);
  }

  #reveal(offset: number): void {
    const effects = EditorView.scrollIntoView(offset, { y: 'center' });
    this.#view.dispatch({ selection: { anchor: offset }, effects });
    this.#view.focus();
  }
}

/**
 * Chromium keeps the style of the text that is typed over by a `style` attribute, which the policy of the page refuses with a
 * line in the console. So the editor replaces the text itself.
 */
const TYPE_OVER_SELECTION = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing } = event;
    if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

function diagnosticOf({ severity, message, line, column }: Remark, doc: Text): Diagnostic {
  const { from, to } = doc.line(lineIn(doc, line));
  return { from: Math.min(from + column - 1, to), to, severity, message };
}

/** A text may have become shorter since the remark was made. */
function lineIn(doc: Text, line: number): number {
  return Math.min(Math.max(line, 1), doc.lines);
}
