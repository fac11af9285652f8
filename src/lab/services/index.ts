import type { Service } from '../service.ts';
import { activeSessions } from './active-sessions.ts';
import { changedOrder } from './changed-order.ts';
import { clockSkew } from './clock-skew.ts';
import { deadlock } from './deadlock.ts';
import { doubleBooking } from './double-booking.ts';
import { doubleLike } from './double-like.ts';
import { doubleRefund } from './double-refund.ts';
import { doubleSpend } from './double-spend.ts';
import { duplicateSignup } from './duplicate-signup.ts';
import { featureFlag } from './feature-flag.ts';
import { giftCard } from './gift-card.ts';
import { halfBuilt } from './half-built.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { invoiceNumbers } from './invoice-numbers.ts';
import { jobQueue } from './job-queue.ts';
import { keyConfusion } from './key-confusion.ts';
import { lease } from './lease.ts';
import { loginLockout } from './login-lockout.ts';
import { lostField } from './lost-field.ts';
import { lostUpdate } from './lost-update.ts';
import { mixedAnswers } from './mixed-answers.ts';
import { oneTimeCode } from './one-time-code.ts';
import { oversell } from './oversell.ts';
import { rateLimit } from './rate-limit.ts';
import { revokedPermission } from './revoked-permission.ts';
import { sessionData } from './session-data.ts';
import { setting } from './setting.ts';
import { staleCache } from './stale-cache.ts';
import { stampede } from './stampede.ts';
import { stampedeEarly } from './stampede-early.ts';
import { stampedeLock } from './stampede-lock.ts';
import { transfer } from './transfer.ts';
import { writeSkew } from './write-skew.ts';

/**
 * Every class of race that the lab shows, in the order in which people read of them. To add one: a file beside these, a line
 * here, and its scenario in `scenarios/`. The lab's page, `docs/classes.md`, `racehound init --class` and the tests read this table.
 */
export const services: readonly Service[] = [
  oversell,
  doubleSpend,
  transfer,
  giftCard,
  doubleRefund,
  changedOrder,
  idempotencyKey,
  keyConfusion,
  doubleBooking,
  lostUpdate,
  lostField,
  sessionData,
  duplicateSignup,
  doubleLike,
  activeSessions,
  oneTimeCode,
  loginLockout,
  rateLimit,
  revokedPermission,
  clockSkew,
  halfBuilt,
  mixedAnswers,
  invoiceNumbers,
  jobQueue,
  lease,
  deadlock,
  writeSkew,
  stampede,
  stampedeLock,
  stampedeEarly,
  staleCache,
  featureFlag,
  setting,
];
