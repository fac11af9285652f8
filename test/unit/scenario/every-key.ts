/** Scenarios that together use every key of the language; valid, with no files beside them. */
export const everyKey: readonly string[] = [
  `name: the last ticket is sold once
description: check-then-act on the stock lets two buyers pass the same check
tags: [smoke, oversell]
tracing: false
traceUrl: "https://tracing.example.com/{traceId}"
target: "http://127.0.0.1:{{ port }}"
rounds: 50
baseline: false
variables: { port: 4100, buyers: 2, price: 1.5, big: 12345678901234567890, nested: { deep: [1, { x: null }] } }
secrets: { adminToken: { env: ADMIN_TOKEN } }
data:
  buyer:
    rows: [{ id: 1, name: Ann }, { id: 2, name: Bob }]
    pick: unique
setup:
  - request: POST /reset
    auth: { basic: { username: admin, password: "{{ secrets.adminToken }}" } }
    capture: { session: { cookie: session, secret: true }, state: { status: true } }
prepare:
  - name: an order of this round
    if: buyers > 0
    set: { order: "{{ uuid() }}", terms: { price: "{{ price }}", notes: [] } }
  - name: put one ticket on sale
    if: round > 0 && buyers == 2
    request: POST /events?fresh=1
    headers: { authorization: "Bearer {{ secrets.adminToken }}", x-price: 2 }
    query: { page: 1, tag: [a, b] }
    cookies: { session: "{{ session }}" }
    json: &ticket { stock: 1, labels: ["{{ nested.deep[0] }}", true, null], at: "{{ now() }}" }
    timeout: 2s
    expect: { status: [201, 2xx], headers: { content-type: { regex: json } }, json: { "$.state": open }, body: id }
    capture: { event: $.id, etag: { header: etag, optional: true }, number: { regex: 'no ([0-9]+)' } }
    retry: { every: 100ms, for: 5s }
  - sleep: 10ms
  - request: PUT /copy
    json: *ticket
observe:
  - request: GET /events/{{ event }}
    capture: { stock: $.stock, page: { body: true } }
burst:
  window: 1ms
  sync: last-byte
  settle: 50ms
  requests:
    - name: buy
      count: "{{ buyers }}"
      request: POST /events/{{ event }}/purchases
      values: { key: "{{ uuid() }}", from: { wallet: "{{ buyer.id }}" } }
      headers: { idempotency-key: "{{ key }}" }
      json: { buyer: "{{ buyer.id }}", token: "{{ uuid() }}", seat: "{{ int(1, 100) }}", member: "{{ member }}" }
      auth: { bearer: "{{ secrets.adminToken }}" }
      capture: { ticket: { jsonpath: $.ticket } }
outcomes:
  sold: { request: buy, status: 201, effect: ok }
  refused: { status: 4xx, body: { regex: sold.out } }
invariants:
  - name: one winner
    message: two buyers hold the same ticket
    count: { of: buy.sold, exactly: 1 }
  - unique: { of: sold, value: ticket }
  - identical: { of: refused, value: status }
  - conserved: { before: initial.stock, after: final.stock, change: { sold: -1 } }
  - inventory: { stock: initial.stock, sold: sold, soldOut: refused }
  - noErrors: true
  - assert: initial.stock - final.stock == count.sold && final.stock >= 0
teardown:
  - request: DELETE /events
`,
  `name: a flag is the same everywhere
target: http://127.0.0.1:4100
instances:
  a: http://127.0.0.1:4101
  b: { url: "http://flags.example", connectTo: "127.0.0.1:4102" }
prepare:
  - request: POST /flag
    instance: a
    form: { value: 'on' }
observe:
  - { request: GET /likes, capture: { likes: $.likes } }
burst:
  requests:
    - { name: write, request: PUT /flag, body: "off", count: 3 }
    - { name: read, request: "GET /flag?from={{ instance }}", instance: each, at: 5ms, every: 10ms, for: 50ms, capture: { value: $.value } }
invariants:
  - count: { of: ok, atLeast: 1 }
  - count: { of: unexpected, atMost: 0 }
  - count: { of: lost, between: [0, 0] }
  - noLostUpdate: { of: write.ok, initial: initial.likes, final: final.likes, by: 1 }
  - ledger: { entries: final.likes, acknowledged: write.ok, key: member, entryKey: entry.id, before: initial.likes, total: 3, sum: { of: entry.by, from: 0, to: final.likes } }
  - versionChain: { of: write.ok, from: member, to: status, initial: initial.likes, final: final.likes }
  - idempotent: { of: [write.ok], key: member, effect: status, answer: "[status]", entries: final.likes, entryKey: entry.id, before: initial.likes }
  - mutualExclusion: { acquire: write.ok, release: read.ok, owner: member, lock: instance, lease: 5s, token: status, busy: write.refused }
  - limit: { of: read.ok, atMost: 10, per: 1s, kind: bucket, burst: 20, by: instance }
  - limit: { of: read.ok, atMost: 10, per: 1s, kind: fixed, window: value }
  - noErrors: { allow: [503] }
  - readYourWrites: { of: read, version: value, write: write.ok, to: member, per: instance }
  - monotonicReads: { of: read, version: value }
  - monotonicReads: { of: read, value: value, write: write, to: "'off'", initial: initial.likes, per: instance }
  - converges: { of: read, value: value, write: write, to: true, within: 250ms, per: instance }
  - clockSkew: { atMost: 2s, of: read, time: value, resolution: 1ms, per: instance }
  - latency: { of: ok, p50: 1s, p90: 1s, p95: 1s, p99: 2s, max: 2s }
  - sometimes: inFlight > 1
  - sometimes: { of: ok, required: true }
  - sometimes: { expression: count.ok > 0 }
  - assert: { expression: "responses.size() > 0" }
`,
  `name: some order explains every answer
target: http://127.0.0.1:4100
observe:
  - { request: GET /all, capture: { value: $.value, names: $.names, owner: $.owner } }
burst:
  requests:
    - { name: ask, count: 4, request: POST /thing, values: { id: "{{ member % 2 }}", next: "{{ uuid() }}" }, json: { next: "{{ next }}" }, capture: { got: $.value } }
outcomes:
  done: { status: 200 }
  denied: { status: 409 }
invariants:
  - linearizable:
      model: register
      key: id
      initial: 0
      final: final.value
      write: { of: done, value: next }
      read: { of: ask.denied, value: got }
      budget: { steps: 1000, megabytes: 1 }
  - linearizable:
      model: cas-register
      initial: null
      final: final.value
      write: { of: done, value: next }
      read: { of: done, value: got }
      cas: { of: done, conflict: denied, from: got, to: next }
  - linearizable:
      model: counter
      initial: initial.value
      final: 3
      add: { of: done, by: 2, result: got }
      read: { of: denied, value: got }
  - linearizable:
      model: set
      initial: initial.names
      add: { of: done, present: denied, value: id }
      remove: { of: done, absent: denied, value: id }
      contains: { of: done, absent: denied, value: id }
  - linearizable:
      model: queue
      initial: initial.names
      enqueue: { of: done, value: next }
      dequeue: { of: done, empty: denied, value: got }
  - linearizable:
      model: stock
      initial: 10
      final: final.value
      buy: { of: done, soldOut: denied, units: member }
      restock: { of: done, units: 2 }
      read: { of: done, value: got }
  - linearizable:
      model: lock
      initial: initial.owner
      acquire: { of: done, busy: denied, owner: id }
      release: { of: done, notHeld: denied, owner: id }
  - sequentialEquivalence: { of: ask, value: got, reference: baseline }
  - sequentialEquivalence: { value: got, allowed: [{ done: 1, denied: initial.value }, { done: [1, "a", null, true] }] }
`,
];
