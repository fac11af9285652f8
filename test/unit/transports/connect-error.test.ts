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
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'the certificate of https://shop.test:8443 is self-signed; trust it with --cacert FILE, or pass --insecure',
  ],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'the certificate of https://shop.test:8443 is from an authority that is not trusted; trust it with --cacert FILE, or pass --insecure',
  ],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'the certificate of https://shop.test:8443 is from an authority that is not trusted; trust it with --cacert FILE, or pass --insecure',
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the certificate of https://shop.test:8443 is not for shop.test; use a name that it is for, or pass --insecure',
  ],
  ['CERT_HAS_EXPIRED', 'the certificate of https://shop.test:8443 has expired; renew it, or pass --insecure'],
])('says what %s means, and keeps the code', (code, message) => {
  expect(explained(code)).toMatchObject({ code, message });
});

it('puts an IPv6 address in brackets', () => {
  expect(explained('ECONNREFUSED', '::1').message).toContain('[::1]:8443');
});

it('leaves every other error as it is', () => {
  expect(explained('EPIPE').message).toBe('cryptic');
});
