import {
  casRegister,
  checkLinearizable,
  counter,
  lock,
  type Model,
  queue,
  register,
  stock,
  type TimedOperation,
} from '../../src/linearizability/index.ts';
import {
  overlapping,
  queueAction,
  registerAction,
  scattered,
  stockAction,
} from '../unit/linearizability/generated-histories.ts';

/* npm run bench:linearizability: operations per second of the closed forms, and of the search as more and more operations overlap. */

const say = (line = '') => process.stdout.write(`${line}\n`);
const leastMs = 300;

/** Checks again and again until the time is worth a division. */
function measure<State, Action>(
  model: Model<State, Action>,
  history: readonly TimedOperation<Action>[],
  searchOnly: boolean,
): string {
  const first = checkLinearizable(model, history, { searchOnly });
  let [runs, elapsedMs] = [0, 0];
  const startedAt = performance.now();
  while (elapsedMs < leastMs) {
    checkLinearizable(model, history, { searchOnly });
    runs += 1;
    elapsedMs = performance.now() - startedAt;
  }
  const perSecond = (history.length * runs * 1000) / elapsedMs;
  const { steps, memoryBytes } = first.effort;
  return [
    String(history.length).padStart(7),
    Math.round(perSecond).toLocaleString('en').padStart(12),
    (elapsedMs / runs).toFixed(2).padStart(10),
    String(steps).padStart(9),
    (memoryBytes / 1024 / 1024).toFixed(1).padStart(7),
    `  ${first.kind}`,
  ].join('');
}

const head = `${'operations'.padStart(31)}${'per second'.padStart(12)}${'ms'.padStart(10)}${'steps'.padStart(9)}${'MB'.padStart(7)}  result`;

say(`node ${process.version}`);
say();
say('Closed forms, 20 operations in flight');
say(head);
for (const count of [100, 1_000, 10_000]) {
  say(
    `  ${'register, zones'.padEnd(22)}${measure(register({ initial: -1 }), overlapping(count, 20, registerAction), false)}`,
  );
  say(`  ${'queue, patterns'.padEnd(22)}${measure(queue(), overlapping(count, 20, queueAction), false)}`);
  say(
    `  ${'stock, sales'.padEnd(22)}${measure(stock({ initial: count / 2 }), overlapping(count, count, stockAction(count / 2)), false)}`,
  );
}

/** Correct histories of 200 operations: values repeat, so nothing but the search can judge them. */
const searched = {
  register: [
    register({ initial: 0 }),
    (place: number) =>
      place % 2 === 0 ? { kind: 'write', value: (place / 2) % 5 } : { kind: 'read', value: ((place - 1) / 2) % 5 },
  ],
  'cas-register': [
    casRegister({ initial: 0 }),
    (place: number) => ({ kind: 'cas', from: place % 7, to: (place + 1) % 7, done: true }),
  ],
  'counter, told': [counter({ initial: 0 }), (place: number) => ({ kind: 'add', by: 1, result: place + 1 })],
  'counter, untold': [
    counter({ initial: 0 }),
    (place: number) =>
      place % 4 === 3 ? { kind: 'read', value: place - Math.floor(place / 4) } : { kind: 'add', by: 1 },
  ],
  queue: [
    queue(),
    (place: number) =>
      place % 2 === 0 ? { kind: 'enqueue', value: (place / 2) % 5 } : { kind: 'dequeue', value: ((place - 1) / 2) % 5 },
  ],
  'stock, restocked': [
    stock({ initial: 1 }),
    (place: number) => (place % 2 === 0 ? { kind: 'buy', units: 1, sold: true } : { kind: 'restock', units: 1 }),
  ],
  lock: [
    lock(),
    (place: number) => ({
      kind: place % 2 === 0 ? 'acquire' : 'release',
      owner: Math.floor(place / 2) % 5,
      [place % 2 === 0 ? 'acquired' : 'released']: true,
    }),
  ],
} as unknown as Readonly<Record<string, readonly [Model<unknown, unknown>, (place: number) => unknown]>>;

for (const overlap of [1, 2, 5, 10, 20, 50]) {
  say();
  say(`The search, ${overlap} in flight`);
  say(head);
  for (const [name, [model, actionAt]] of Object.entries(searched))
    say(`  ${name.padEnd(22)}${measure(model, scattered(200, overlap, actionAt), true)}`);
}
