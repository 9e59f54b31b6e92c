/** A JSON schema, draft 7. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export const STRING: Schema = { type: 'string' };
export const BOOLEAN: Schema = { type: 'boolean' };

/** An object with these properties and no others. */
export function strictObject(
  properties: Readonly<Record<string, Schema>>,
  { required = [] }: { readonly required?: readonly string[] } = {},
): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties,
  };
}

/** A strict object that has all of these properties, and perhaps some of the others. */
export function completeObject(
  properties: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return strictObject({ ...properties, ...optional }, { required: Object.keys(properties) });
}

/** An object with any property, each of this form. */
export function mapOf(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function setOf(words: readonly string[]): Schema {
  return { type: 'array', uniqueItems: true, items: oneOf(words) };
}

export function oneOf(words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

export function textLike(pattern: string): Schema {
  return { type: 'string', pattern };
}

export function wholeNumber(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum };
}
