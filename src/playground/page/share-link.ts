import type { PlaygroundInput } from '../evaluate.ts';

/** Before the input in the fragment of an address. A browser sends no fragment to a server. */
const PREFIX = '#input=';

/** Longer addresses break in chats and tickets. */
const MAX_LINK_CHARACTERS = 60_000;
/** A small link can hold a text that fills the memory. */
const MAX_INPUT_BYTES = 5_000_000;

/** The input cannot be put in a link, or be read from one. The message says why. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

/** The fragment that holds an input: JSON, deflated, in base64url. @throws LinkError */
export async function fragmentOf(input: PlaygroundInput): Promise<string> {
  const stream = new Blob([JSON.stringify(input)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const fragment = `${PREFIX}${encodeBase64Url(bytes)}`;
  if (fragment.length <= MAX_LINK_CHARACTERS) return fragment;
  throw new LinkError('The texts are too long for a link: shorten them, or send them as files.');
}

/** The input of an address; undefined where it holds none. @throws LinkError */
export async function inputOf(fragment: string): Promise<PlaygroundInput | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined;
  if (fragment.length > MAX_LINK_CHARACTERS) throw new LinkError('The link is too long, so the page does not read it.');
  const text = await inflate(fragment.slice(PREFIX.length));
  const input = parseInput(text);
  if (input === undefined) throw new LinkError(BROKEN);
  return input;
}

const BROKEN = 'The link is broken or cut off: no input can be read from it. Ask for it again.';

async function inflate(encoded: string): Promise<string> {
  try {
    const stream = new Blob([decodeBase64Url(encoded)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return await readAll(stream);
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError(BROKEN, { cause: error });
  }
}

async function readAll(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_INPUT_BYTES)
      throw new LinkError('The link holds more than 5 MB of text, so the page does not read it.');
    chunks.push(chunk);
  }
  return new Blob(chunks).text();
}

function parseInput(text: string): PlaygroundInput | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('workloads' in value && 'profiles' in value)) return undefined;
  const { workloads, profiles } = value;
  if (typeof workloads !== 'string' || typeof profiles !== 'string') return undefined;
  const region = 'region' in value && typeof value.region === 'string' ? { region: value.region } : {};
  return { workloads, profiles, ...region };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function encodeBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
