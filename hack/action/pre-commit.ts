#!/usr/bin/env node
import { runFromCheckout } from './checkout.ts';

runFromCheckout(['check', ...process.argv.slice(2)]);
