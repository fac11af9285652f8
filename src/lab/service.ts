import type { Pool } from 'pg';
import type { Routes } from './http/router.ts';
import type { Twin } from './twin.ts';

/** One class of race: a small web service that exists twice, alike but for the bug. */
export interface Service {
  /** Its place in the path: `/racy/<name>/...` and `/mended/<name>/...`. */
  readonly name: string;
  /** What the racy twin does wrong. */
  readonly bug: string;
  /** What the mended twin does instead. */
  readonly cure: string;
  /** DDL and seed of one twin; each has a schema to itself. */
  tables(twin: Twin): string;
  open(twin: Twin, pool: Pool): Promise<RunningService> | RunningService;
}

export interface RunningService {
  readonly routes: Routes;
  /** Gives back what it holds of the pool. */
  readonly close?: (() => void) | undefined;
}
