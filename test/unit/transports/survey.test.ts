import { afterEach, describe, expect, it } from 'vitest';
import type { TargetFacts } from '../../../src/history/target-facts.ts';
import { survey } from '../../../src/transports/survey.ts';
import { type WireServer, wireServer, type WireServerOptions } from './wire-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const nowNs = () => Number(process.hrtime.bigint());

function look({ origin, ca }: Pick<WireServer, 'origin' | 'ca'>): Promise<TargetFacts> {
  return survey(
    origin,
    { insecure: false, connectTimeoutMs: 2_000, maxBodyBytes: 0, ...(ca !== undefined && { ca }) },
    nowNs,
  );
}

async function facts(options: WireServerOptions): Promise<TargetFacts> {
  const server = await wireServer(options);
  closers.push(server.close);
  return await look(server);
}

describe('the survey', () => {
  it('finds HTTP/1.1 over plain TCP, that the connection stays open, and how long a round trip takes', async () => {
    const found = await facts({ tls: false, protocol: 'http/1.1' });
    expect(found).toMatchObject({ protocols: ['http/1.1'], keepAlive: true });
    expect(found.tls).toBeUndefined();
    expect(found.streamLimit).toBeUndefined();
    expect(found.roundTripUs).toBeGreaterThan(0);
    expect(found.refused['h2']).toMatch(/does not speak HTTP\/2/);
  });

  it('finds HTTP/2 by prior knowledge and the stream limit of the server', async () => {
    expect(await facts({ tls: false, protocol: 'h2', maxStreams: 10 })).toMatchObject({
      protocols: ['h2'],
      streamLimit: 10,
    });
  });

  it('finds HTTP/2 by ALPN, the version of TLS, and no stream limit where there is none', async () => {
    const found = await facts({ tls: true, protocol: 'h2' });
    expect(found).toMatchObject({ protocols: ['h2'], tls: 'TLSv1.3' });
    expect(found.streamLimit).toBeUndefined();
  });

  it.each(['http/1.1', 'h2'] as const)('sees over %s that a server answers at the headers', async (protocol) => {
    expect((await facts({ tls: false, protocol, eager: true })).startsAtHeaders).toEqual([protocol]);
    expect((await facts({ tls: false, protocol })).startsAtHeaders).toEqual([]);
  });

  it('names the flags for a certificate that nobody vouches for, and hides the words of OpenSSL', async () => {
    const server = await wireServer({ tls: true, protocol: 'http/1.1' });
    closers.push(server.close);
    const found = await look({ origin: server.origin });
    expect(found.protocols).toEqual([]);
    expect(found.refused).toEqual({
      h2: expect.stringMatching(/^the server refused it by ALPN$|is self-signed/),
      'http/1.1': expect.stringMatching(/is self-signed; trust it with --cacert FILE, or pass --insecure$/),
    });
    expect((await look(server)).refused).toEqual({ h2: 'the server refused it by ALPN' });
  });

  it('finds TLS behind a URL that says http', async () => {
    const server = await wireServer({ tls: true, protocol: 'http/1.1' });
    closers.push(server.close);
    const { port } = server.origin;
    const found = await look({ origin: { ...server.origin, protocol: 'http:' } });
    expect(found).toMatchObject({ protocols: [], speaksTls: true });
    expect(found.refused['http/1.1']).toBe(
      `the target speaks TLS on this port; did you mean https://127.0.0.1:${port}?`,
    );
  });

  it('finds nothing, and says why, where nobody listens', async () => {
    const found = await look({ origin: { protocol: 'http:', hostname: '127.0.0.1', port: 1 } });
    expect(found.protocols).toEqual([]);
    expect(found.refused['http/1.1']).toMatch(/^nothing listens on 127\.0\.0\.1:/);
  });
});
