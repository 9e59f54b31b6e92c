/** The text of a part of this file that is deflated and in base64. */
export async function inflatedPart(id: string): Promise<string> {
  const encoded = document.getElementById(id)?.textContent ?? '';
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
