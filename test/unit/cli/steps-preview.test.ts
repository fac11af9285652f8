import { describe, expect, it } from 'vitest';
import { previewSteps } from '../../../src/cli/steps-preview.ts';
import { compilePlan } from '../../../src/plan/index.ts';
import { loadText } from '../engine/fake-hunt.ts';

const plan = compilePlan(
  loadText(`
name: test
target: http://127.0.0.1:8080
setup: [{ set: { shop: fixed } }]
prepare:
  - set: { order: "{{ uuid() }}", at: "{{ now() }}", path: "{{ shop }}/a" }
  - { request: "POST /{{ shop }}/{{ order }}", capture: { id: $.id } }
  - { set: { label: "{{ shop }} {{ id }}" } }
  - { if: id == 1, set: { odd: 1 } }
burst: { requests: [{ name: pay, count: 2, request: "POST /{{ order }}/{{ label }}/{{ odd }}" }] }
invariants: [{ count: { of: ok, exactly: 1 } }]
teardown: [{ request: "DELETE /{{ shop }}" }]
`),
  { seed: 1 },
);

describe('the steps of a plan', () => {
  it('show what is known, and leave open what waits for an answer, for the clock, or for the run that draws it', () => {
    const { setup, prepare, teardown, values } = previewSteps(plan, 1);
    expect(setup).toEqual(['  setup     set shop = "fixed"']);
    expect(prepare).toEqual([
      '  prepare   set order = "{{ uuid() }}", at = "{{ now() }}", path = "fixed/a"',
      '  prepare   POST /fixed/{{ order }}',
      '  prepare   set label = "{{ shop }} {{ id }}"',
      '  prepare   set odd = 1',
    ]);
    expect(teardown).toEqual(['  teardown  DELETE /fixed']);
    expect(values).toEqual({ shop: 'fixed', path: 'fixed/a' });
  });
});
