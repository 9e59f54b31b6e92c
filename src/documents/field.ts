import { FieldPath, type Segment } from '../fargate/field-path.ts';

/** A value of unknown shape and its path: every parser here starts from one. */
export class Field {
  readonly value: unknown;
  readonly #parent: Field | undefined;
  readonly #segment: Segment;

  constructor(value: unknown, parent?: Field, segment: Segment = '') {
    this.value = value;
    this.#parent = parent;
    this.#segment = segment;
  }

  /** Made only when somebody asks, since nearly every field is read without anything to say about it. */
  get path(): FieldPath {
    const segments: Segment[] = [];
    for (let field: Field = this; field.#parent !== undefined; field = field.#parent) segments.push(field.#segment);
    return FieldPath.of(...segments.reverse());
  }

  /** The same place with another value. */
  withValue(value: unknown): Field {
    return new Field(value, this.#parent, this.#segment);
  }

  /** Whether it is the document itself. */
  get isRoot(): boolean {
    return this.#parent === undefined;
  }

  /** null counts as absent, as it does for Kubernetes. */
  get isPresent(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** A field of an object, absent where the object is. Own properties only. */
  get(key: string): Field {
    const parent = this.#object();
    const value = parent !== undefined && Object.hasOwn(parent, key) ? parent[key] : undefined;
    return new Field(value, this, key);
  }

  /** The field at the end of a path of names. */
  at(path: readonly string[]): Field {
    return path.reduce<Field>((field, key) => field.get(key), this);
  }

  /** @throws FieldTypeError when it is there and no string. */
  string(): string | undefined {
    if (!this.isPresent) return undefined;
    if (typeof this.value !== 'string') throw new FieldTypeError(this, 'a string');
    return this.value;
  }

  /** @throws FieldTypeError when it is there and no number. */
  number(): number | undefined {
    if (!this.isPresent) return undefined;
    if (typeof this.value !== 'number') throw new FieldTypeError(this, 'a number');
    return this.value;
  }

  /** Absent is false. @throws FieldTypeError when it is there and no boolean. */
  boolean(): boolean {
    if (!this.isPresent) return false;
    if (typeof this.value !== 'boolean') throw new FieldTypeError(this, 'a boolean');
    return this.value;
  }

  /** The elements, none where the list is absent. @throws FieldTypeError when it is there and no list. */
  list(): readonly Field[] {
    if (!this.isPresent) return NOTHING;
    if (!Array.isArray(this.value)) throw new FieldTypeError(this, 'a list');
    return this.value.map((element: unknown, index) => new Field(element, this, index));
  }

  /** The entries, none where the map is absent. @throws FieldTypeError when it is there and no object. */
  entries(): readonly (readonly [key: string, field: Field])[] {
    return Object.entries(this.#object() ?? {}).map(([key, value]) => [key, new Field(value, this, { key })]);
  }

  /** A map of strings as it came, prototype keys included. @throws FieldTypeError when it is there and holds anything else. */
  stringMap(): Readonly<Record<string, string>> {
    const map = this.#object();
    if (map === undefined) return NO_STRINGS;
    if (isStringMap(map)) return map;
    const wrong = this.entries().find(([, field]) => typeof field.value !== 'string');
    throw new FieldTypeError(wrong?.[1] ?? this, 'a string');
  }

  /** Labels or annotations: as {@link stringMap}, but null is the empty text, as Go decodes it for the API server (seen). */
  textMap(): Readonly<Record<string, string>> {
    const map = this.#object();
    if (map === undefined || isStringMap(map)) return this.stringMap();
    return Object.fromEntries(this.entries().map(([key, field]) => [key, field.string() ?? '']));
  }

  #object(): Readonly<Record<string, unknown>> | undefined {
    if (!this.isPresent) return undefined;
    if (!isObject(this.value)) throw new FieldTypeError(this, 'an object');
    return this.value;
  }
}

const NOTHING: readonly Field[] = [];
const NO_STRINGS: Readonly<Record<string, string>> = Object.freeze({});

/** A field of another type than the Kubernetes API gives it. */
export class FieldTypeError extends Error {
  override readonly name = 'FieldTypeError';
  readonly path: FieldPath;
  readonly #value: unknown;
  readonly #expected: string;

  constructor({ path, value }: Pick<Field, 'path' | 'value'>, expected: string) {
    super(`${path.isRoot ? 'the document' : path}: expected ${expected}, got ${typeName(value)}`);
    this.path = path;
    this.#value = value;
    this.#expected = expected;
  }

  /** Whether YAML has made something else of a text, which quotation marks prevent. */
  get isUnquotedText(): boolean {
    return this.#expected === 'a string' && (typeof this.#value === 'boolean' || typeof this.#value === 'number');
  }

  /** The same of a field with another path: that of the document from which a part was taken. */
  at(path: FieldPath): FieldTypeError {
    return new FieldTypeError({ path, value: this.#value }, this.#expected);
  }
}

/** A JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringMap(map: Readonly<Record<string, unknown>>): map is Readonly<Record<string, string>> {
  for (const key in map) if (typeof map[key] !== 'string') return false;
  return true;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
