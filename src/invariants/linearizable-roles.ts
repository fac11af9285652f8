import { z } from 'zod';
import { numeric, operationValue, selection } from './spec-parts.ts';

/** What a role of a model takes besides `of`, and what becomes of it. The names of the fields are those of the model's actions. */
export interface RoleForm {
  /** What the request asked for: needed even where the answer is lost. */
  readonly asked: readonly string[];
  /** What the answer told. */
  readonly told: readonly string[];
  /** It changes nothing, so one of unknown effect says nothing. */
  readonly pure?: true;
  /** A request that can be turned down: the key that selects those answers, and the field of the action that says so. */
  readonly no?: { readonly key: string; readonly field: string; readonly value: boolean };
  /** Without a `no` in the scenario, an answer that took effect leaves open whether it changed anything. */
  readonly noIsOptional?: true;
}

/** The roles of each model, by the name under which a scenario says which operations play them. */
export const roleForms = {
  register: {
    read: { asked: [], told: ['value'], pure: true },
    write: { asked: ['value'], told: [] },
  },
  'cas-register': {
    read: { asked: [], told: ['value'], pure: true },
    write: { asked: ['value'], told: [] },
    cas: { asked: ['from', 'to'], told: [], no: { key: 'conflict', field: 'done', value: false } },
  },
  counter: {
    add: { asked: ['by'], told: ['result'] },
    read: { asked: [], told: ['value'], pure: true },
  },
  set: {
    add: {
      asked: ['value'],
      told: [],
      no: { key: 'present', field: 'changed', value: false },
      noIsOptional: true,
    },
    remove: {
      asked: ['value'],
      told: [],
      no: { key: 'absent', field: 'changed', value: false },
      noIsOptional: true,
    },
    contains: { asked: ['value'], told: [], pure: true, no: { key: 'absent', field: 'found', value: false } },
  },
  queue: {
    enqueue: { asked: ['value'], told: [] },
    dequeue: { asked: [], told: ['value'], no: { key: 'empty', field: 'empty', value: true } },
  },
  stock: {
    buy: { asked: ['units'], told: [], no: { key: 'soldOut', field: 'sold', value: false } },
    restock: { asked: ['units'], told: [] },
    read: { asked: [], told: ['value'], pure: true },
  },
  lock: {
    acquire: { asked: ['owner'], told: [], no: { key: 'busy', field: 'acquired', value: false } },
    release: { asked: ['owner'], told: [], no: { key: 'notHeld', field: 'released', value: false } },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, RoleForm>>>>;

export type ModelName = keyof typeof roleForms;

const no = (of: string, examples: readonly string[]) =>
  selection.optional().meta({ description: `the answers that say no: ${of}`, examples: [...examples] });
const value = (description: string, example: string | number = 'value') =>
  operationValue.meta({ description: `${description}: an expression over the operation`, examples: [example] });
const amount = (description: string, example: string | number) =>
  numeric.default(1).meta({
    description: `${description}: a number, or an expression over the operation; default 1`,
    examples: [example],
  });
/** What was there before the burst, or after it. */
const observed = (description: string, examples: readonly unknown[]) =>
  z.union([z.number(), z.boolean(), z.null(), z.string().min(1)]).meta({
    description: `${description}: a value, or an expression over the round; with \`key\` also a map from key to value`,
    examples: [...examples],
  });

function role<Shape extends z.ZodRawShape>(description: string, shape: Shape, example: Record<string, unknown>) {
  return z.strictObject({ of: selection, ...shape }).meta({ description, examples: [example] });
}

const read = role('operations that were told the value', { value: value('the value') }, { of: 'got', value: 'value' });
const write = role(
  'operations that set the value',
  { value: value('what was written') },
  { of: 'write', value: 'newValue' },
);
const initial = observed('the value before the burst', ['initial.value', 0]);
const final = observed('the value after it, read when all was over', ['final.value']).optional();

const common = {
  key: operationValue.optional().meta({
    description: 'for several objects in one burst: which one the operation is about; each is judged by itself',
    examples: ['sku'],
  }),
  budget: z
    .strictObject({
      steps: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'steps of the search for each object; default 500000', examples: [2_000_000] }),
      megabytes: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'what it may remember meanwhile; default 64', examples: [256] }),
    })
    .optional()
    .meta({ description: 'what a verdict may cost before it is inconclusive', examples: [{ steps: 2_000_000 }] }),
};

const model = <Name extends ModelName>(name: Name) =>
  z.literal(name).meta({ description: 'what the operations work on', examples: [name] });

/** One schema for each model. */
export const modelSchemas = {
  register: z.strictObject({ model: model('register'), initial, final, read: read.optional(), write, ...common }),
  'cas-register': z.strictObject({
    model: model('cas-register'),
    initial,
    final,
    read: read.optional(),
    write: write.optional(),
    cas: role(
      'operations that set the value only if it is still the expected one (If-Match)',
      {
        conflict: no('it was another one', ['conflict']),
        from: value('the expected value', 'seen'),
        to: value('the new value', 'newValue'),
      },
      { of: 'changed', conflict: 'conflict', from: 'seen', to: 'newValue' },
    ),
    ...common,
  }),
  counter: z.strictObject({
    model: model('counter'),
    initial,
    final,
    add: role(
      'operations that add to the value',
      {
        by: amount('how much', 1),
        result: value('the value after it, as the answer tells', 'balance').optional(),
      },
      { of: 'deposit', by: 'amount', result: 'balance' },
    ),
    read: read.optional(),
    ...common,
  }),
  set: z.strictObject({
    model: model('set'),
    initial: observed('the list of what is in it before the burst, if anything', ['initial.names']).optional(),
    add: role(
      'operations that put a value in; with `present` each of them found it missing',
      { present: no('it is there already', ['taken']), value: value('which value', 'name') },
      { of: 'created', present: 'taken', value: 'name' },
    ).optional(),
    remove: role(
      'operations that take a value out; with `absent` each of them found it there',
      { absent: no('it is not there', ['missing']), value: value('which value', 'name') },
      { of: 'deleted', absent: 'missing', value: 'name' },
    ).optional(),
    contains: role(
      'operations that were told that a value is in it',
      { absent: no('it is not', ['missing']), value: value('which value', 'name') },
      { of: 'found', absent: 'missing', value: 'name' },
    ).optional(),
    ...common,
  }),
  queue: z.strictObject({
    model: model('queue'),
    initial: observed('the list of what waits before the burst, if anything', ['initial.jobs']).optional(),
    enqueue: role(
      'operations that put a value in at the back',
      { value: value('which value', 'job') },
      { of: 'push', value: 'job' },
    ),
    dequeue: role(
      'operations that took a value from the front',
      { empty: no('nothing waits', ['empty']), value: value('which value', 'job') },
      { of: 'got', empty: 'empty', value: 'job' },
    ),
    ...common,
  }),
  stock: z.strictObject({
    model: model('stock'),
    initial,
    final,
    buy: role(
      'operations that got what they asked for',
      {
        soldOut: no('not enough is left', ['refused']),
        units: amount('how many units', 1),
      },
      { of: 'sold', soldOut: 'refused' },
    ),
    restock: role(
      'operations that put units back',
      { units: amount('how many units', 1) },
      { of: 'cancelled' },
    ).optional(),
    read: read.optional(),
    ...common,
  }),
  lock: z.strictObject({
    model: model('lock'),
    initial: observed('who holds it before the burst, if anybody', ['initial.owner']).optional(),
    acquire: role(
      'operations that got the lock',
      { busy: no('somebody holds it', ['busy']), owner: value('who', 'client') },
      { of: 'locked', busy: 'busy', owner: 'client' },
    ),
    release: role(
      'operations that gave it back',
      { notHeld: no('the owner does not hold it', ['conflict']), owner: value('who', 'client') },
      { of: 'unlocked', owner: 'client' },
    ).optional(),
    ...common,
  }),
} as const;
