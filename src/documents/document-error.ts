/** A document is a form of a Fargate profile that is known, but something in it cannot be. The message begins with the field. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}
