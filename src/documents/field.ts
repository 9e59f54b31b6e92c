/** A value of unknown shape and its path: every parser here starts from one. */
export class Field {
  readonly value: unknown;
  readonly #parent: Field | undefined;
  readonly #key: string | number;
  readonly #isNamed: boolean;

  /** `isNamed`: written `.key`, as a field of an object is; else `[key]`. */
  constructor(value: unknown, parent?: Field, key: string | number = '', isNamed = false) {
    this.value = value;
    this.#parent = parent;
    this.#key = key;
    this.#isNamed = isNamed;
  }

  /**
   * As Kubernetes writes it: `spec.selectors[1].labels[tier]`; empty for the document itself. Made only when somebody
   * asks, since nearly every field is read without anything to say about it.
   */
  get path(): string {
    const parent = this.#parent;
    if (parent === undefined) return '';
    const { path } = parent;
    if (!this.#isNamed) return `${path}[${this.#key}]`;
    return path === '' ? String(this.#key) : `${path}.${this.#key}`;
  }

  /** null counts as absent, as it does for Kubernetes. */
  get isPresent(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** A field of an object, absent where the object is. Own properties only. */
  get(key: string): Field {
    const parent = this.#object();
    const value = parent !== undefined && Object.hasOwn(parent, key) ? parent[key] : undefined;
    return new Field(value, this, key, true);
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

  /** The entries, none where the map is absent; `labels[tier]` is the path of each. @throws FieldTypeError when it is there and no object. */
  entries(): readonly (readonly [key: string, field: Field])[] {
    return Object.entries(this.#object() ?? {}).map(([key, value]) => [key, new Field(value, this, key)]);
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
  /** Of the field, as the message names it; empty for the document itself. */
  readonly path: string;
  readonly #value: unknown;
  readonly #expected: string;

  constructor({ path, value }: Pick<Field, 'path' | 'value'>, expected: string) {
    super(`${path === '' ? 'the document' : path}: expected ${expected}, got ${typeName(value)}`);
    this.path = path;
    this.#value = value;
    this.#expected = expected;
  }

  /** The same of a field with another path: that of the document from which a part was taken. */
  at(path: string): FieldTypeError {
    return new FieldTypeError({ path, value: this.#value }, this.#expected);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
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
