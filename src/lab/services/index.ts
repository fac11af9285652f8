import type { Service } from '../service.ts';
import { doubleSpend } from './double-spend.ts';
import { duplicateSignup } from './duplicate-signup.ts';
import { featureFlag } from './feature-flag.ts';
import { oversell } from './oversell.ts';
import { stampede } from './stampede.ts';

/**
 * Every class of race that the lab shows, in the order in which people read of them. To add one: a file beside these, a line
 * here, and its scenario in `scenarios/`. The lab's page, `docs/classes.md`, `racehound init --class` and the tests read this table.
 */
export const services: readonly Service[] = [oversell, doubleSpend, duplicateSignup, stampede, featureFlag];
