import type {
  CasRegisterAction,
  QueueAction,
  RegisterAction,
  TimedOperation,
} from '../../../src/linearizability/index.ts';

type Action = RegisterAction | CasRegisterAction | QueueAction;

interface Call {
  readonly process: string;
  readonly request: string;
  readonly startNs: number;
}

/**
 * A history as papers print it: events in the order of time, each with its process. `A+w1` calls write 1, `A+r` read, `A+c1-2`
 * compare-and-set from 1 to 2, `A+ex` enqueue x, `A+d` dequeue; `A=` is the answer, `A=1` one with a value, `A!` a refusal,
 * `A?` a time-out of which nobody knows whether it took effect. So is a call without any answer.
 */
export function events<Wanted extends Action>(text: string): readonly TimedOperation<Wanted>[] {
  const open = new Map<string, Call>();
  const operations: TimedOperation<Action>[] = [];
  const end = ({ request, startNs }: Call, endNs: number, effect: 'ok' | 'info', answer?: string) =>
    operations.push({ id: startNs, startNs, endNs, effect, action: actionOf(request, answer) });
  for (const [atNs, event] of text.trim().split(/\s+/).entries()) {
    const [, process = '', kind, rest = ''] = /^(\w+?)([+=!?])(.*)$/.exec(event) ?? [];
    if (kind === '+') {
      open.set(process, { process, request: rest, startNs: atNs });
      continue;
    }
    const call = open.get(process);
    if (call === undefined) throw new Error(`${event} answers no call`);
    open.delete(process);
    if (kind === '?') end(call, Infinity, 'info');
    else end(call, atNs, 'ok', kind === '!' ? 'no' : rest);
  }
  for (const call of open.values()) end(call, Infinity, 'info');
  return operations as TimedOperation<Wanted>[];
}

function actionOf(request: string, answer: string | undefined): Action {
  const [kind, value] = [request.slice(0, 1), request.slice(1)];
  const seen = answer === undefined ? {} : { value: valueOf(answer) };
  switch (kind) {
    case 'w':
      return { kind: 'write', value: valueOf(value) };
    case 'r':
      return { kind: 'read', ...seen };
    case 'e':
      return { kind: 'enqueue', value };
    case 'd':
      return { kind: 'dequeue', ...seen };
    default: {
      const [from = '', to = ''] = value.split('-');
      return {
        kind: 'cas',
        from: valueOf(from),
        to: valueOf(to),
        ...(answer !== undefined && { done: answer !== 'no' }),
      };
    }
  }
}

function valueOf(text: string): number | string | null {
  if (text === 'nil') return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}
