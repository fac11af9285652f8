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
  - set: { order: "{{ uuid() }}", at: "{{ now() }}" }
  - { request: "POST /{{ shop }}/{{ order }}", capture: { id: $.id } }
  - { set: { label: "{{ shop }} {{ id }}" } }
  - { if: id == 1, set: { odd: 1 } }
burst: { requests: [{ name: pay, count: 2, request: "POST /{{ order }}/{{ label }}/{{ odd }}" }] }
invariants: [{ count: { of: ok, exactly: 1 } }]
teardown: [{ request: "DELETE /{{ shop }}" }]
`),
  { seed: 1 },
);

describe('the preview of the steps', () => {
  it('draws what they set as the run will, and leaves open what waits for an answer or for the clock', () => {
    const { setup, prepare, teardown, values } = previewSteps(plan, 1);
    const order = typeof values['order'] === 'string' ? values['order'] : '';
    expect(order).toMatch(/^[0-9a-f-]{36}$/);
    expect(setup).toEqual(['  setup     set shop = "fixed"']);
    expect(prepare).toEqual([
      `  prepare   set order = "${order}", at = "{{ now() }}"`,
      `  prepare   POST /fixed/${order}`,
      '  prepare   set label = "{{ shop }} {{ id }}"',
      '  prepare   set odd = 1',
    ]);
    expect(teardown).toEqual(['  teardown  DELETE /fixed']);
    expect(values).toEqual({ shop: 'fixed', order });
    expect(previewSteps(plan, 2).values['order']).not.toBe(order);
  });
});
