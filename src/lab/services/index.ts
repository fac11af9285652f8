import type { Service } from '../service.ts';
import { cache } from './cache.ts';
import { flags } from './flags.ts';
import { signup } from './signup.ts';
import { tickets } from './tickets.ts';
import { wallet } from './wallet.ts';

/** Every service of the lab. To add one: a file beside these, a line here, and its scenario in `scenarios/`. */
export const services: readonly Service[] = [tickets, wallet, cache, flags, signup];
