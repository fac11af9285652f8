import type { Names } from '../expr/names.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { checkCaptures, checkMatcher } from './check-patterns.ts';
import { codes } from './finding.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';
import type { BurstRequest, Step } from './schema.ts';
import type { TextChecks } from './text-checks.ts';
import { memberValueNames, stepNames } from './visible-names.ts';

/** What the checks of requests need to know of the rest of the scenario. */
export interface Surroundings {
  readonly instances: readonly string[];
  readonly problems: Problems;
  readonly texts: TextChecks;
}

const longestBurstMs = 60_000;
const shortestEveryMs = 0.1;
/** Of a step that sends no request, everything but these and its own key would be ignored. */
const sharedKeys: readonly string[] = ['name', 'if'];
/** RFC 9110, section 5.6.2: what a header's name is made of. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Checks the steps of one phase; gives the names that exist after it. */
export function checkSteps(phase: string, steps: readonly Step[], before: Names, surroundings: Surroundings): Names {
  let names = before;
  for (const [place, step] of steps.entries()) {
    checkStep([phase, place], step, names, surroundings);
    names = { ...names, ...stepNames(step) };
  }
  return names;
}

function checkStep(path: Path, step: Step, names: Names, surroundings: Surroundings): void {
  const { problems, texts } = surroundings;
  const shape = (title: string, help: string, key?: string) =>
    problems.add({
      code: codes.shape,
      path: key === undefined ? path : [...path, key],
      title,
      help,
      atKey: key !== undefined,
    });
  if (step.request === undefined && step.sleep === undefined && step.set === undefined) {
    shape(
      'the step has no request, no sleep and no set',
      'add request: GET /path, sleep: 200ms, or set: { order: "{{ uuid() }}" }',
    );
  }
  for (const own of ['sleep', 'set'] as const) {
    const [ignored] = Object.keys(step).filter((key) => key !== own && !sharedKeys.includes(key));
    if (step[own] === undefined || ignored === undefined) continue;
    shape(`a step with ${own} knows no ${ignored}`, `write a step of its own for ${own}`, ignored);
    break;
  }
  if (step.set !== undefined && path[0] === 'observe')
    shape('observe reads the service, and set reads nothing', 'move it into prepare', 'set');
  texts.templates([...path, 'set'], step.set, names);
  if (step.instance === 'each') {
    shape('instance: each fans out members of a burst, not steps', 'write one step for each instance', 'instance');
  } else checkInstance(path, step.instance, surroundings);
  if (step.retry?.every === 0) shape('retry.every is 0', 'give it time, such as 100ms', 'retry');
  if (step.if !== undefined) texts.expression([...path, 'if'], step.if, names, { expected: 'bool', sources: true });
  checkRequest(path, step, names, surroundings);
  checkMatcher([...path, 'expect'], step.expect, surroundings, names);
}

/** Checks one entry of `burst.requests`. */
export function checkMember(path: Path, request: BurstRequest, names: Names, surroundings: Surroundings): void {
  const { problems, instances } = surroundings;
  const shape = (title: string, help: string, key: string) =>
    problems.add({ code: codes.shape, path: [...path, key], title, help, atKey: true });
  const { every, for: lasting, at, instance } = request;
  if (instance === 'each') {
    if (instances.length === 0)
      shape('instance: each needs instances', 'list them, as in instances: { a: http://127.0.0.1:4101 }', 'instance');
  } else checkInstance(path, instance, surroundings);
  if (every !== undefined && lasting === undefined)
    shape('every needs for', 'say how long it goes on, as in for: 500ms', 'every');
  if (every === undefined && lasting !== undefined) shape('for needs every', 'say how often, as in every: 10ms', 'for');
  if (every !== undefined && every < shortestEveryMs)
    shape('every is shorter than 100us', 'write a longer one', 'every');
  if (at + (lasting ?? 0) > longestBurstMs) {
    shape(
      `the last member is due ${at + (lasting ?? 0)} ms after the release, at most 60 s are allowed`,
      'shorten at and for',
      lasting === undefined ? 'at' : 'for',
    );
  }
  const given = instance === undefined ? names : { ...names, instance: 'string' as const };
  surroundings.texts.templates([...path, 'values'], request.values, given);
  checkRequest(path, request, { ...given, ...memberValueNames(request) }, surroundings);
}

function checkRequest(path: Path, keys: Step | BurstRequest, names: Names, { problems, texts }: Surroundings): void {
  for (const key of ['request', 'headers', 'query', 'cookies', 'json', 'form', 'body', 'auth'] as const) {
    if (key === 'body' && typeof keys.body === 'object') continue;
    texts.templates([...path, key], keys[key], names);
  }
  checkBraces([...path, 'request'], keys.request ?? '', problems);
  for (const header of Object.keys(keys.headers ?? {})) {
    if (!token.test(header)) {
      problems.add({
        code: codes.value,
        path: [...path, 'headers', header],
        atKey: true,
        title: `\`${header}\` can't be the name of a header`,
        help: 'use letters, digits and dashes',
      });
    }
  }
  const [first, second] = (['json', 'form', 'body'] as const).filter((key) => keys[key] !== undefined);
  if (second !== undefined) {
    problems.add({
      code: codes.shape,
      path: [...path, second],
      atKey: true,
      title: `a request has one body, found ${first} and ${second}`,
      help: 'keep one of them',
    });
  }
  checkCaptures(path, keys.capture, problems);
}

function checkInstance(path: Path, instance: string | undefined, { instances, problems }: Surroundings): void {
  if (instance === undefined || instances.includes(instance)) return;
  const meant = didYouMean(instance, [...instances, 'each']);
  problems.add({
    code: codes.reference,
    path: [...path, 'instance'],
    title: `there is no instance \`${instance}\``,
    ...(meant === undefined
      ? { help: instances.length === 0 ? 'list it under instances' : `known: ${instances.join(', ')}` }
      : { label: `did you mean \`${meant}\`?` }),
  });
}

/** One brace is what an OpenAPI document writes; in a path it would be sent as `%7B`. */
function checkBraces(path: Path, line: string, problems: Problems): void {
  const blank = (text: string) => ' '.repeat(text.length);
  const plain = line.replace(/\{\{.*?\}\}/g, blank).replace(/\?.*$/, blank);
  for (const { 0: braces, 1: name, index } of plain.matchAll(/\{(\w+)\}/g))
    problems.add({
      code: codes.value,
      path,
      title: `\`${braces}\` is not filled in`,
      label: `did you mean \`{{ ${name} }}\`?`,
      within: { start: index, end: index + braces.length },
    });
}
