/**
 * What the address says after its `#`, so that a link shows the page as it was.
 * @returns {ReadonlyMap<string, string> | undefined} Undefined where it names a place in the page, or nothing.
 */
export function readAddress() {
  const { hash } = location;
  return hash.includes('=') ? new Map(new URLSearchParams(hash.slice(1))) : undefined;
}

/**
 * @param {Readonly<Record<string, string>>} state Empty values are left out.
 */
export function writeAddress(state) {
  const told = Object.entries(state).filter(([, value]) => value !== '');
  history.replaceState(null, '', `#${new URLSearchParams(told)}`);
}
