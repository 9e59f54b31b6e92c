import type { FieldPath } from '../fargate/field-path.ts';

/** A document is a form of a Fargate profile that is known, but something in it cannot be. The message begins with the field. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  /** In the document; undefined where the error names none. */
  readonly path: FieldPath | undefined;

  constructor(message: string, { path, ...options }: ErrorOptions & { readonly path?: FieldPath } = {}) {
    super(message, options);
    this.path = path;
  }
}
