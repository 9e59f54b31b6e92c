import type { Field } from '../../../documents/field.ts';
import type { ReadDocument } from '../../../documents/text/text-document.ts';
import { nearestName } from '../../../fargate/nearest-name.ts';

/** Reads the parts of a configuration file, and keeps what is wrong with them, each with its place. */
export class ConfigurationReader {
  readonly #name: string;
  readonly #positionOf: ReadDocument['positionOf'];
  readonly #problems: string[] = [];

  /** `name` is what messages call the file. */
  constructor(name: string, { positionOf }: Pick<ReadDocument, 'positionOf'>) {
    this.#name = name;
    this.#positionOf = positionOf;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  /** `.fargate-admission.yaml:12` */
  placeOf(field: Field): string {
    return `${this.#name}:${this.#positionOf(field.path).line}`;
  }

  reject(field: Field, problem: string): void {
    const path = field.path.toString();
    this.#problems.push(`${this.placeOf(field)}: ${path === '' ? '' : `${path}: `}${problem}`);
  }

  /** Of a map with known keys. Any other is an error. */
  entries(map: Field, known: readonly string[], hint: (key: string) => string = () => ''): ReadonlyMap<string, Field> {
    const entries = this.anyEntries(map);
    for (const [key, field] of entries) {
      if (known.includes(key)) continue;
      const shown = JSON.stringify(key.slice(0, MAX_SHOWN));
      const problem = hint(key) || `the nearest is ${nearestName(key, known).name}`;
      this.#problems.push(`${this.placeOf(field)}: unknown key ${shown}; ${problem}`);
    }
    return new Map(entries.filter(([key]) => known.includes(key)));
  }

  /** Of a map with any keys; none where it is absent. */
  anyEntries(map: Field): readonly (readonly [key: string, field: Field])[] {
    if (!map.isPresent) return [];
    if (typeof map.value === 'object' && !Array.isArray(map.value)) {
      return map.entries().map(([key]) => [key, map.get(key)]);
    }
    this.reject(map, 'expected a map');
    return [];
  }

  text(field: Field): string | undefined {
    if (typeof field.value === 'string') return field.value;
    const isScalar = typeof field.value === 'number' || typeof field.value === 'boolean';
    this.reject(field, `expected a text${isScalar ? '; put it in quotation marks' : ''}`);
    return undefined;
  }

  /** One text, or a list of them. */
  texts(field: Field): readonly (readonly [text: string, field: Field])[] {
    const fields = Array.isArray(field.value) ? field.list() : [field];
    return fields.flatMap((each) => {
      const text = this.text(each);
      return text === undefined ? [] : [[text, each] as const];
    });
  }
}

const MAX_SHOWN = 100;
