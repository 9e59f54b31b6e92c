// usage: node hack/release/prepare.ts 1.2.3
import { printResult } from '../run.ts';
import { prepareVersion } from './version.ts';

await printResult(() => {
  const version = process.argv[2] ?? '';
  prepareVersion(version, new Date().toISOString().slice(0, 10));
  return `Commit this as "Release ${version}", and tag the commit on main with v${version}.\n`;
});
