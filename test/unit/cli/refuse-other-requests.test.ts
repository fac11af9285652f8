import { expect, it } from 'vitest';
import { refuseOtherRequests } from '../../../src/cli/refuse-other-requests.ts';

const recorded = {
  buy: { request: 'POST /items/{{ item }}/sales', json: { token: 'a' } },
  look: { request: 'GET /?key=[redacted]' },
};

function refusal(own: typeof recorded | object): string | undefined {
  try {
    refuseOtherRequests('other.race.yaml', own as typeof recorded, recorded);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

it('recorded requests are judged by a scenario that sends the same, whatever else is new in it', () => {
  expect(refusal(recorded)).toBeUndefined();
  const look = { request: 'GET  /?key=abc', capture: { stock: '$.stock' } };
  expect(refusal({ look, buy: { request: 'POST  /items/{{ item }}/sales ' } })).toBeUndefined();
});

it('a scenario that sends other requests than were recorded is refused', () => {
  const { buy, look } = recorded;
  expect(refusal({ buy: { request: 'DELETE /items' }, look })).toContain(
    'other.race.yaml sends other requests than were recorded: "buy" is DELETE /items, and was POST /items/{{ item }}/sales',
  );
  expect(refusal({ look })).toContain('it has no request "buy"');
  expect(refusal({ buy, look, sell: buy })).toContain('"sell" was not recorded');
});
