import { yamlEntry } from './yaml-entry.ts';

/** The ticket sale of `racehound lab`: a first scenario that finds something before it is changed. */
export const labTarget = 'http://127.0.0.1:4100/racy/oversell';

/** A first scenario with comments, complete and ready to be changed. */
export function starterText(target: string = labTarget): string {
  const [targetLine = ''] = yamlEntry('target', target, 0);
  return `# A first scenario. As it stands it hunts the ticket sale of \`racehound lab\`; change what is yours.
name: one buyer gets the last ticket
${targetLine} # paths below are beneath it
rounds: 40 # a race is a matter of luck, so it gets more than one chance

# Before every round, not part of the race: something fresh to fight over, so that no round disturbs the next one.
prepare:
  - request: POST /events
    json: { stock: 1 }
    expect: { status: 201 }
    capture: { event: $.id } # a JSONPath into the answer; {{ event }} from here on

# Read before the burst (initial.stock) and after it (final.stock).
observe:
  - request: GET /events/{{ event }}
    capture: { stock: $.stock }

# These 20 requests collide.
burst:
  window: 5ms # if they leave further apart than this, the round does not count
  requests:
    - name: buy
      count: 20
      request: POST /events/{{ event }}/purchases
      json: { buyer: "{{ uuid() }}" } # everyone is somebody else
      # headers: { authorization: "Bearer {{ secrets.token }}" } # with secrets: { token: { env: TOKEN } } above

# Your names for the answers; the first match wins. Any other answer is \`unexpected\`, one that never came is \`lost\`.
outcomes:
  sold: { status: 201 }
  refused: { status: 409 }

# What must still be true, whoever came first.
invariants:
  - name: one buyer gets it
    count: { of: sold, exactly: 1 }
  - name: the stock agrees with the answers
    conserved: { before: initial.stock, after: final.stock, change: { sold: -1 } }
  - name: nothing but sold and refused
    count: { of: unexpected, exactly: 0 }
`;
}
