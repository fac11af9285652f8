import type { Parts } from './parts.ts';
import type { Routes } from './http/router.ts';
import type { Twin } from './twin.ts';

/** What a class needs besides the database, which every class may use. */
export type Need = 'redis' | 'instances';

/** One class of race: a small web service that exists twice, alike but for the bug, and the scenario that tells the two apart. */
export interface Service {
  /** The class: its place in the path (`/racy/<name>/...`, `/mended/<name>/...`), and of its scenario (`scenarios/<name>.race.yaml`). */
  readonly name: string;
  /** What it is called, such as `Oversold stock`. */
  readonly title: string;
  /** One line: what people come to feel. */
  readonly harm: string;
  /** What the racy twin does wrong. */
  readonly bug: string;
  /** What the mended twin does instead. */
  readonly cure: string;
  /** What to look at in a service of one's own to see it. */
  readonly observe: string;
  /** Without one of these the class is left out, and the lab says so. */
  readonly needs?: readonly Need[];
  /** DDL and seed of one twin; each has a schema to itself. */
  tables?(twin: Twin): string;
  /** For the lab's page: numbers that tell the twins apart, as SQL that gives one number, by what it counts. */
  readonly watch?: Readonly<Record<string, string>>;
  /** Opened once for each twin in every instance. */
  open(twin: Twin, parts: Parts): Promise<RunningService> | RunningService;
}

export interface RunningService {
  readonly routes: Routes;
  /** Gives back what it holds of the parts. */
  readonly close?: (() => Promise<void> | void) | undefined;
}
