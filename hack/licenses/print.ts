import { printResult } from '../run.ts';
import { thirdPartyLicenses } from './licenses.ts';

await printResult(() => thirdPartyLicenses());
