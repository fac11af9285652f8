import { canonicalJson } from '../../support/canonical-json.ts';
import type { Json } from '../../support/json.ts';
import { judgeFifo } from '../closed-forms/fifo.ts';
import type { Model } from '../model.ts';
import { shownValue } from './register.ts';

/** `value`: what was dequeued; `empty`: there was nothing. Neither when the answer is not known. */
export type QueueAction =
  | { readonly kind: 'enqueue'; readonly value: Json }
  | { readonly kind: 'dequeue'; readonly value?: Json; readonly empty?: boolean };

/** What waits, as canonical JSON, the first in front. */
export type QueueState = readonly string[];

/** First in, first out. Without two equal values it mostly needs no search. */
export function queue({ initial = [] }: { readonly initial?: readonly Json[] } = {}): Model<QueueState, QueueAction> {
  return {
    name: 'queue',
    initial: () => initial.map(canonicalJson),
    apply(state, action) {
      if (action.kind === 'enqueue') return [...state, canonicalJson(action.value)];
      if (action.empty === true) return state.length === 0 ? state : undefined;
      if (action.value === undefined && action.empty === undefined) return state.slice(1);
      const fits = state.length > 0 && (action.value === undefined || canonicalJson(action.value) === state[0]);
      return fits ? state.slice(1) : undefined;
    },
    refusal: (state) => (state.length === 0 ? 'the queue is empty' : `${state[0]} is at the front`),
    isPure: (action) => action.kind === 'dequeue' && action.empty === true,
    forget: (action) => (action.kind === 'enqueue' ? action : { kind: 'dequeue' }),
    stateKey: (state) => state.join(),
    actionKey: (action) =>
      `${action.kind} ${shownValue(action.value)} ${shownValue(action.kind === 'dequeue' ? action.empty : undefined)}`,
    showState: (state) => (state.length === 0 ? 'the queue is empty' : `the queue is ${brief(state)}`),
    showAction(action) {
      if (action.kind === 'enqueue') return `enqueued ${canonicalJson(action.value)}`;
      if (action.empty === true) return 'was told that the queue is empty';
      return action.value === undefined ? 'dequeued something' : `dequeued ${canonicalJson(action.value)}`;
    },
    closedForm: judgeFifo,
  };
}

/** More than these at the front of a queue help nobody. */
const shown = 6;

function brief(state: QueueState): string {
  return `${state.slice(0, shown).join(', ')}${state.length > shown ? `, and ${state.length - shown} more` : ''}`;
}
