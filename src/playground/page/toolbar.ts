import { element, part } from '../../audit/page/assets/elements.js';
import { REGIONAL_PRICES } from '../../fargate/regional-prices.ts';
import { EXAMPLE_TITLES } from './examples.ts';

export interface ToolbarActions {
  onExample(name: string): void;
  onRegion(): void;
  onCopyLink(): void;
  onCopyReport(command: 'check' | 'explain'): void;
}

/** The row of controls above the texts. */
export function createToolbar({ onExample, onRegion, onCopyLink, onCopyReport }: ToolbarActions) {
  const example = select([['', 'Choose an example'], ...Object.entries(EXAMPLE_TITLES)]);
  const region = select([
    ['', 'us-east-1 (default)'],
    ...Object.keys(REGIONAL_PRICES)
      .toSorted()
      .filter((name) => name !== 'us-east-1')
      .map((name): [string, string] => [name, name]),
  ]);
  const done = element('span', { id: 'done', class: 'done', role: 'status' });
  example.addEventListener('change', () => {
    if (example.value !== '') onExample(example.value);
    // The same example can be chosen again once its texts are changed.
    example.value = '';
  });
  region.addEventListener('change', onRegion);
  part('toolbar').append(
    labelled('Example', example),
    labelled('Prices of region', region),
    button('Copy link', onCopyLink),
    button('Copy JSON of check', () => onCopyReport('check')),
    button('Copy JSON of explain', () => onCopyReport('explain')),
    done,
  );
  return {
    get region(): string | undefined {
      return region.value === '' ? undefined : region.value;
    },
    chooseRegion(name: string | undefined): void {
      region.value = name ?? '';
      if (region.selectedIndex < 0) region.value = '';
    },
    /** Says what was done, for a screen reader too. */
    report(text: string): void {
      done.textContent = text;
    },
  };
}

function select(options: readonly (readonly [value: string, text: string])[]): HTMLSelectElement {
  return element(
    'select',
    {},
    options.map(([value, text]) => element('option', { value }, [text])),
  );
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return element('label', {}, [element('span', {}, [text]), field]);
}

function button(text: string, onClick: () => void): HTMLElement {
  const created = element('button', { type: 'button' }, [text]);
  created.addEventListener('click', onClick);
  return created;
}
