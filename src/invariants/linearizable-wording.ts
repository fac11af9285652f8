import type { Contradiction, DeadEnd, TimedOperation } from '../linearizability/index.ts';
import type { AnyModel } from './linearizable-model.ts';
import type { AnyAction } from './timed-operations.ts';
import { brief } from './wording.ts';

/** Of a longer order only the end is shown. */
const mostShown = 12;

type Shown = Pick<AnyModel, 'showAction'>;

/** What can't be, in one line: the first operation that has to come next and does not fit. */
export function whatContradicts({ because, method, longest }: Contradiction<AnyAction>, model: Shown): string {
  if (method === 'closed form') return because;
  const [first] = longest[0]?.blocked ?? [];
  return first === undefined ? because : `${told(first.operation, model)}, but ${first.reason}`;
}

/** The order as far as it goes, and why it goes no further; for somebody who has never heard of the theory. */
export function contradictionLines(contradiction: Contradiction<AnyAction>, model: Shown): readonly string[] {
  const [longest, ...others] = contradiction.longest;
  if (longest === undefined) return [];
  // Those that are longer take effects that nothing asks for.
  const alike = others.filter(({ order }) => order.length === longest.order.length);
  return [
    ...orderLines([longest], model),
    ...alike
      .slice(0, 2)
      .flatMap(({ state, blocked }) => [
        `In another order: ${state}.`,
        ...blocked.slice(0, 1).map(({ operation, reason }) => `  ${told(operation, model)}: no, ${reason}`),
      ]),
  ];
}

/** The longest order that was found, and what would have to come next. */
export function orderLines(longest: readonly DeadEnd<AnyAction>[], model: Shown): readonly string[] {
  const [first] = longest;
  if (first === undefined) return [];
  const { order, state, blocked } = first;
  const hidden = Math.max(0, order.length - mostShown);
  return [
    order.length === 0 ? `Before anything happened, ${state}.` : 'This order fits the answers as far as it goes:',
    ...(hidden > 0 ? [`  ... ${hidden} before these`] : []),
    ...order.slice(hidden).map((operation) => `  ${told(operation, model)}`),
    ...(order.length === 0 ? [] : [`Then ${state}.`]),
    ...(blocked.length === 0 ? [] : ['Next would have to come:']),
    ...blocked.slice(0, mostShown).map(({ operation, reason }) => `  ${told(operation, model)}: no, ${reason}`),
    ...(blocked.length > mostShown ? [`  ... and ${blocked.length - mostShown} more`] : []),
  ];
}

/** What is in an order only for its effect may have happened; nobody was told so. */
function told({ id, effect, action }: TimedOperation<AnyAction>, model: Shown): string {
  const who = id < 0 ? 'what was observed in the end' : `member ${id}`;
  return `${effect === 'info' ? 'perhaps ' : ''}${who} ${brief(model.showAction(action))}`;
}
