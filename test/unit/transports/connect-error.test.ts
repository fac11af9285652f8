import { expect, it } from 'vitest';
import { connectError } from '../../../src/transports/connect-error.ts';

const origin = { protocol: 'https:', hostname: 'shop.test', port: 8443 } as const;
const explained = (code: string, hostname = 'shop.test') =>
  connectError(Object.assign(new Error('cryptic'), { code }), origin, { hostname, port: 8443 });

it.each([
  ['ECONNREFUSED', 'nothing listens on shop.test:8443; is the service running?'],
  ['ENOTFOUND', 'there is no host of the name shop.test; is it spelt right?'],
  ['EAI_AGAIN', 'the name shop.test could not be looked up; does this machine have a name server?'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'the target does not speak TLS on this port; did you mean http://shop.test:8443?'],
])('says what %s means, and keeps the code', (code, message) => {
  expect(explained(code)).toMatchObject({ code, message });
});

it('puts an IPv6 address in brackets', () => {
  expect(explained('ECONNREFUSED', '::1').message).toContain('[::1]:8443');
});

it('leaves every other error as it is', () => {
  expect(explained('EPIPE').message).toBe('cryptic');
});
