import { describe, expect, it } from 'vitest';
import { client, herd, labOfFile, statuses, together } from './lab-fixture.ts';

const { service, urlOf } = labOfFile();

describe.each(['racy', 'mended'])('one request after the other, the %s twin', (twin) => {
  it('opens one session for a code', async () => {
    const ask = service(twin, 'one-time-code');
    const email = 'grace@example.com';
    const { json } = await ask('POST /codes', { email });
    const logIn = () => ask('POST /sessions', { code: json['code'] });
    expect(await logIn()).toMatchObject({ status: 201, json: { email } });
    expect((await logIn()).status).toBe(401);
    expect((await ask(`GET /sessions?email=${email}`)).json).toEqual({ email, sessions: 1 });
  });

  it('locks a login after five wrong passwords in a row, also for the right one', async () => {
    const ask = service(twin, 'login-lockout');
    const name = 'ada';
    expect((await ask('POST /logins', { name, password: 'lovelace' })).json).toEqual({ name, failures: 0 });
    expect((await ask('POST /logins', { name, password: 'byron' })).status).toBe(409);
    const logIn = async (password: string) => (await ask('POST /sessions', { name, password })).status;
    for (const password of ['a', 'b', 'c', 'd']) expect(await logIn(password)).toBe(401);
    expect(await logIn('lovelace')).toBe(201);
    expect((await ask(`GET /logins/${name}`)).json['failures']).toBe(0);
    for (const password of ['a', 'b', 'c', 'd', 'e']) expect(await logIn(password)).toBe(401);
    expect([await logIn('f'), await logIn('lovelace')]).toEqual([423, 423]);
    expect((await ask(`GET /logins/${name}`)).json['failures']).toBe(5);
  });

  it('tells nobody whether a name exists', async () => {
    const ask = service(twin, 'login-lockout');
    expect((await ask('POST /sessions', { name: 'nobody', password: 'a' })).status).toBe(401);
  });

  it('serves a key up to its limit', async () => {
    const ask = service(twin, 'rate-limit');
    const { json } = await ask('POST /keys', { perMinute: 2 });
    const call = async () => (await ask('GET /forecast', undefined, { 'x-api-key': String(json['key']) })).status;
    expect([await call(), await call(), await call()]).toEqual([200, 200, 429]);
    expect((await ask(`GET /keys/${String(json['key'])}`)).json).toMatchObject({ perMinute: 2, used: 2 });
  });

  it('takes the right to write, and everything written, with a ban', async () => {
    const ask = service(twin, 'revoked-permission');
    const { json } = await ask('POST /channels');
    for (const name of ['ada', 'mallory']) await ask(`POST /channels/${json.id}/members`, { name });
    const write = async (author: string) =>
      (await ask(`POST /channels/${json.id}/messages`, { author, text: 'hello' })).status;
    expect([await write('ada'), await write('mallory'), await write('eve')]).toEqual([201, 201, 403]);
    expect(await ask(`DELETE /channels/${json.id}/members/mallory`)).toEqual({
      status: 200,
      json: { name: 'mallory', removed: 1 },
    });
    expect([await write('ada'), await write('mallory')]).toEqual([201, 403]);
    expect((await ask(`GET /channels/${json.id}`)).json).toEqual({ id: json.id, members: 1, messages: 2 });
  });

  it('counts a like of each user once', async () => {
    const ask = service(twin, 'double-like');
    const { json } = await ask('POST /posts');
    const like = async (user: string) => (await ask(`POST /posts/${json.id}/likes`, { user })).status;
    expect([await like('ada'), await like('ada'), await like('ben')]).toEqual([201, 200, 201]);
    expect((await ask(`GET /posts/${json.id}`)).json).toEqual({ id: json.id, likes: 2, fans: 2 });
  });

  it.each([
    ['POST /one-time-code/sessions', { code: '0b0e7a3e-52f6-4c0e-9a4c-2d1f0c1d2e3f' }, 401],
    ['POST /one-time-code/sessions', { code: 'guess' }, 400],
    ['GET /login-lockout/logins/nobody', undefined, 404],
    ['GET /rate-limit/forecast', undefined, 401],
    ['GET /rate-limit/keys/nothing', undefined, 400],
    ['POST /revoked-permission/channels/999999999/messages', { author: 'ada', text: 'hello' }, 404],
    ['DELETE /revoked-permission/channels/999999999/members/ada', undefined, 404],
    ['POST /double-like/posts/999999999/likes', { user: 'ada' }, 404],
  ])('answers %s with %j by %i', async (line, json, status) => {
    expect((await client(urlOf(twin))(line, json)).status).toBe(status);
  });
});

it.each(['racy', 'mended'])('lets in all who have the right password at once, the %s twin', async (twin) => {
  const ask = service(twin, 'login-lockout');
  const right = { name: 'hedy', password: 'lamarr' };
  await ask('POST /logins', right);
  expect(statuses(await together(() => ask('POST /sessions', right)))).toEqual({ 201: herd });
});

describe('all at once, the mended twin', () => {
  it('accepts a code once', async () => {
    const ask = service('mended', 'one-time-code');
    const { json } = await ask('POST /codes', { email: 'ada@example.com' });
    const answers = await together(() => ask('POST /sessions', { code: json['code'] }));
    expect(statuses(answers)).toEqual({ 201: 1, 401: herd - 1 });
  });

  it('checks five guesses', async () => {
    const ask = service('mended', 'login-lockout');
    await ask('POST /logins', { name: 'ben', password: 'correct' });
    const answers = await together((member) => ask('POST /sessions', { name: 'ben', password: `guess ${member}` }));
    expect(statuses(answers)).toEqual({ 401: 5, 423: herd - 5 });
  });

  it('serves as many calls as the limit allows', async () => {
    const ask = service('mended', 'rate-limit');
    const { json } = await ask('POST /keys', { perMinute: 7 });
    const answers = await together(() => ask('GET /forecast', undefined, { 'x-api-key': String(json['key']) }));
    expect(statuses(answers)).toEqual({ 200: 7, 429: herd - 7 });
  });

  it('leaves nothing of a member who is banned in mid-sentence', async () => {
    const ask = service('mended', 'revoked-permission');
    const { json } = await ask('POST /channels');
    await ask(`POST /channels/${json.id}/members`, { name: 'mallory' });
    await together((member) =>
      member === herd / 2
        ? ask(`DELETE /channels/${json.id}/members/mallory`)
        : ask(`POST /channels/${json.id}/messages`, { author: 'mallory', text: 'spam' }),
    );
    expect((await ask(`GET /channels/${json.id}`)).json).toEqual({ id: json.id, members: 0, messages: 0 });
  });

  it('counts the users behind the clicks', async () => {
    const ask = service('mended', 'double-like');
    const { json } = await ask('POST /posts');
    const answers = await together((member) => ask(`POST /posts/${json.id}/likes`, { user: `user ${member % 4}` }));
    expect(statuses(answers)).toEqual({ 201: 4, 200: herd - 4 });
    expect((await ask(`GET /posts/${json.id}`)).json).toMatchObject({ likes: 4, fans: 4 });
  });
});
