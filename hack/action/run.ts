import { checkArguments } from './arguments.ts';
import { runFromCheckout } from './checkout.ts';

runFromCheckout(checkArguments(process.env));
