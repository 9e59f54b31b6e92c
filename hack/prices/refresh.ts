import { readFile, writeFile } from 'node:fs/promises';
import { pricesModule, readPriceList } from './price-list.ts';

/**
 * Writes the regional prices from the AWS price list of EKS: `npm run prices`, or `npm run prices -- FILE` with an offer file that
 * was downloaded before.
 *
 * Source: AWS Price List Bulk API, which needs no login.
 */
const OFFER = 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEKS/current/index.json';
const MODULE = new URL('../../src/fargate/regional-prices.ts', import.meta.url);

const [path] = process.argv.slice(2);
const list = readPriceList(path === undefined ? await download() : await readFile(path, 'utf8'));
await writeFile(MODULE, pricesModule(list));
process.stdout.write(`${list.regions.size} regions, published on ${list.publishedOn}\n`);

async function download(): Promise<string> {
  const response = await fetch(OFFER);
  if (!response.ok) throw new Error(`${OFFER}: HTTP ${response.status}`);
  return response.text();
}
