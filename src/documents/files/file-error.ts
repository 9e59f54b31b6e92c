/** A file or folder could not be read. The message is one line that begins with its path. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly path: string;
  /** Without the path. */
  readonly reason: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options);
    this.path = path;
    this.reason = reason;
  }
}

/** What the operating system says, without the path, which its message repeats. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/, \w+(?: '.*')?$/s, '');
}
