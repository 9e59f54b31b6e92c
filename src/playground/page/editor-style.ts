import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Each severity has its own outline, for readers who cannot distinguish the colours. */
const DIAMOND = 'polygon(50% 0, 100% 50%, 50% 100%, 0 50%)';
const TRIANGLE = 'polygon(50% 0, 100% 100%, 0 100%)';

/** In the colours of the page, which reach into the shadow root and follow the colour scheme. */
const THEME = EditorView.theme({
  '&': { height: '100%', background: 'var(--surface)', color: 'var(--text)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
    lineHeight: '1.5',
  },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--bar-ground)',
  },
  '.cm-gutters': { background: 'var(--raised)', color: 'var(--faint)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-activeLineGutter': { color: 'var(--text)', fontWeight: '600' },
  '.cm-panels': { background: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-textfield, .cm-button': {
    background: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--control-line)',
  },
  '.cm-searchMatch': { background: 'var(--warn-ground)' },
  '.cm-searchMatch-selected': { background: 'var(--bar-ground)' },
  '.cm-tooltip': {
    maxWidth: 'min(36rem, 90vw)',
    background: 'var(--surface)',
    color: 'var(--text)',
    border: '1px solid var(--control-line)',
  },
  // Those of the package are pictures, and the policy of the page allows none.
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--fail)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warn)' },
  '.cm-lintRange-hint, .cm-lintRange-info': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--skip)',
  },
  '.cm-lintRange-active': { background: 'var(--warn-ground)' },
  '.cm-diagnostic': { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--fail)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-diagnostic-hint': { borderLeftColor: 'var(--skip)' },
  '.cm-gutter-lint': { width: '1.125rem' },
  '.cm-gutter-lint .cm-gutterElement': { display: 'grid', placeItems: 'center', padding: '0' },
  '.cm-lint-marker': { width: '0.625rem', height: '0.625rem' },
  '.cm-lint-marker-error': { content: 'normal', background: 'var(--fail)', clipPath: DIAMOND },
  '.cm-lint-marker-warning': { content: 'normal', background: 'var(--warn)', clipPath: TRIANGLE },
  '.cm-lint-marker-hint, .cm-lint-marker-info': { content: 'normal', background: 'var(--skip)', borderRadius: '50%' },
});

const HIGHLIGHT = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: 'var(--text)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--faint)' },
  { tag: [tags.meta, tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--faint)' },
  { tag: [tags.keyword, tags.labelName, tags.typeName], color: 'var(--warn)' },
]);

export const EDITOR_STYLE: Extension = [THEME, syntaxHighlighting(HIGHLIGHT)];
