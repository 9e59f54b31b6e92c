// usage: node hack/release/check-version.ts v1.2.3 [OUTPUT_FILE]      prints 1.2.3, and adds version=1.2.3 to the file
import { appendFileSync } from 'node:fs';
import { printResult } from '../run.ts';
import { checkedVersion } from './version.ts';

await printResult(() => {
  const [tag = '', outputFile] = process.argv.slice(2);
  const version = checkedVersion(tag);
  if (outputFile !== undefined) appendFileSync(outputFile, `version=${version}\n`);
  return `${version}\n`;
});
