import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fixture, json, racehound, serve } from './cli.ts';

const { inFolder, keep } = fixture();
const run = promisify(execFile);

interface Seen {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Buyers whose names try to break out of a quoted word. */
const scenario = (url: string) => `name: one buyer gets the item
target: ${url}
rounds: 2
baseline: false
secrets: { token: { env: HOME } }
data: { buyer: { rows: [{ id: "o'neil" }, { id: "$(touch broken) \`x\` \\\\ \\"q\\"" }, { id: "ü\\n@2" }] } }
prepare:
  - request: POST /items
    auth: { bearer: "{{ secrets.token }}" }
    json: { stock: 1 }
    capture: { item: $.id, etag: { header: etag } }
burst:
  window: 20s
  requests:
    - name: buy
      count: 3
      request: POST /items/{{ item }}/buy
      auth: { bearer: "{{ secrets.token }}" }
      headers: { if-match: "{{ etag }}" }
      json: { buyer: "{{ buyer.id }}", item: "{{ item }}" }
invariants:
  - count: { of: ok, exactly: 1 }
`;

describe('the curl script of a witness', () => {
  it('prepares anew and fires the same requests against a real server, with the secret that it asks for', async () => {
    let items = 0;
    let unwilling = false;
    const seen: Seen[] = [];
    /** By item: what the first buyer waits for, then nothing more. */
    const buyers = new Map<string | undefined, (() => void) | undefined>();
    const server = await keep(
      serve((request, response, body) => {
        // What the tool asks to get to know its target.
        if (request.method !== 'POST') return json(response, 200, {});
        seen.push({
          line: `${request.method} ${request.url} ${request.headers['if-match'] ?? ''}`.trim(),
          authorization: request.headers.authorization,
          body,
        });
        if (unwilling) return json(response, 401, {});
        if (request.url === '/items') {
          items += 1;
          response.setHeader('etag', `"v${items}"`);
          return json(response, 201, { id: items });
        }
        // The first buyer has passed the check and waits for the second one; both are told that they got the item.
        const sell = () => json(response, 201, {});
        if (!buyers.has(request.url)) return void buyers.set(request.url, sell);
        const first = buyers.get(request.url);
        if (first === undefined) return json(response, 409, {});
        buyers.set(request.url, undefined);
        first();
        sell();
      }),
    );
    const folder = inFolder({ 'shop.race.yaml': scenario(server.url) });
    await racehound(['run', 'shop.race.yaml', '--reporter', 'curl=witness.sh'], folder);
    const script = readFileSync(join(folder, 'witness.sh'), 'utf8');
    expect(script).toContain("curl's timing is far looser than Racehound's");
    expect(script).not.toContain(process.env['HOME']);

    const PATH = process.env['PATH'] ?? '';
    const refused = await run('sh', ['witness.sh'], { cwd: folder, env: { PATH } }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ stderr: expect.stringContaining('HOME: set it first') });

    const recorded = seen.splice(0);
    unwilling = true;
    const failed = await run('sh', ['witness.sh'], { cwd: folder, env: { PATH, HOME: 'x' } }).catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 3, stderr: expect.stringContaining('POST /items: answered with 401') });
    expect(seen.splice(0)).toHaveLength(1);
    unwilling = false;
    const fired = recorded.slice(1, 4);
    const { stdout } = await run('sh', ['witness.sh'], { cwd: folder, env: { PATH, HOME: 'my-own-token' } });
    const item = items;
    expect(seen[0]).toEqual({ line: 'POST /items', authorization: 'Bearer my-own-token', body: '{"stock":1}' });
    const witness = seen.slice(1);
    expect(witness).toHaveLength(2);
    for (const { line, authorization } of witness) {
      expect(line).toBe(`POST /items/${item}/buy "v${item}"`);
      expect(authorization).toBe('Bearer my-own-token');
    }
    const anew = (body: string) => body.replace(/"item":\d+/, `"item":${item}`);
    expect(fired.map(({ body }) => anew(body))).toEqual(expect.arrayContaining(witness.map(({ body }) => body)));
    expect(stdout.match(/#\d buy: 201 after/g)).toHaveLength(2);
  });

  it('says so when there is no witness', async () => {
    const server = await keep(serve((_, response) => json(response, 201, { id: 1 })));
    const held = scenario(server.url).replace('exactly: 1', 'atLeast: 1');
    const folder = inFolder({ 'shop.race.yaml': held });
    await racehound(['run', 'shop.race.yaml', '--reporter', 'curl=witness.sh'], folder);
    expect(readFileSync(join(folder, 'witness.sh'), 'utf8')).toContain('no burst broke an invariant');
  });
});
