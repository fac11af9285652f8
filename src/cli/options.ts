import { InvalidArgumentError } from 'commander';
import { durationExpected, durationMs } from '../support/duration.ts';
import type { Json } from '../support/json.ts';
import { parseJson } from '../support/lossless-json.ts';
import type { ProgressMode } from './progress-display.ts';

/** Options that say where to test and with what, common to run, validate and plan. */
export interface ScenarioOptions {
  readonly target?: string;
  readonly environment?: string;
  readonly var: Readonly<Record<string, Json>>;
  readonly tag: readonly string[];
}

export interface PlanOptionValues extends ScenarioOptions {
  readonly seed?: number;
  readonly rounds?: number;
  readonly maxRequests?: number;
  readonly allowHost: readonly string[];
}

export interface RunOptions extends PlanOptionValues {
  /** Firing threads; missing when the run may choose. */
  readonly workers?: number;
  readonly bail: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[];
  readonly results: string;
  readonly insecure: boolean;
  readonly cacert?: string;
  readonly waitFor: readonly string[];
  readonly waitTimeout: number;
  /** Milliseconds for all scenarios together. */
  readonly maxTime?: number;
  readonly progress: ProgressMode;
  readonly quiet: boolean;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('expected a whole number of at least 1');
  return value;
}

/** A whole number within bounds, both of which are allowed. */
export function integerBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    return value;
  };
}

export const port = integerBetween(0, 65_535);

/** Milliseconds. */
export function durationValue(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined || ms === 0) throw new InvalidArgumentError(durationExpected);
  return ms;
}

export function seedValue(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number from 0');
  return value;
}

/** `name=value`; the value is JSON where it can be, else text. */
export function variable(text: string, before: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('expected name=value');
  return { ...before, [text.slice(0, equals)]: jsonOrText(text.slice(equals + 1)) };
}

/** The value of a variable as the command line spells it. */
export function jsonOrText(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

export function repeated(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',')];
}

/** Not split at commas, which a file's name may hold. */
export function repeatedText(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** Not split at commas, which a URL may hold. */
export function repeatedUrl(text: string, before: readonly string[]): readonly string[] {
  return [...before, url(text)];
}

export function url(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError('expected a URL such as http://127.0.0.1:8080');
  return text;
}
