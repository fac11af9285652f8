import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importers } from '../../../src/importers/index.ts';
import { RacehoundError } from '../../../src/support/diagnostic.ts';
import { bodyOf, headerOf, loaded, onlyRequest, sent, written } from './valid-draft.ts';

/** What one curl command would send as the written scenario sends it. */
function sentBy(command: string, secrets: Readonly<Record<string, string>> = {}) {
  return onlyRequest(sent(loaded(written('curl', command), secrets)));
}

function titleOf(command: string): string {
  try {
    importers['curl']?.read({ path: 'input', text: command }, []);
  } catch (error) {
    if (error instanceof RacehoundError) return error.diagnostics.map(({ title }) => title).join('\n');
    throw error;
  }
  return 'no error';
}

/** A word as a person or a browser would quote it for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

describe('a curl command', () => {
  it('becomes a request of the burst: method, address, headers and JSON', () => {
    const request = sentBy(
      `curl -sS --compressed 'http://127.0.0.1:8080/items/7/buy?size=XL' -X PUT -H 'Content-Type: application/json' -H 'If-Match: "3"' -d '{"amount": 12345678901234567890}'`,
    );
    expect(request).toMatchObject({ method: 'PUT', path: '/items/7/buy?size=XL', origin: { port: 8080 } });
    expect(headerOf(request, 'if-match')).toBe('"3"');
    expect(headerOf(request, 'content-type')).toBe('application/json');
    expect(bodyOf(request)).toBe('{"amount":12345678901234567890}');
  });

  it.each([
    ['curl localhost:9000/x', { method: 'GET', path: '/x', origin: { hostname: 'localhost', port: 9000 } }],
    ['curl -I http://127.0.0.1/x', { method: 'HEAD' }],
    ['curl http://127.0.0.1/x -d a=1 -d b=2', { method: 'POST' }],
    ['curl -G http://127.0.0.1/x?q=1 -d a=1 --data-urlencode "b=x y"', { method: 'GET', path: '/x?q=1&a=1&b=x%20y' }],
    ['curl -XDELETE http://127.0.0.1/x', { method: 'DELETE' }],
    ['curl -sXPOST http://127.0.0.1/x', { method: 'POST' }],
    ['$ curl \\\n  --request PATCH \\\n  --url http://127.0.0.1/x', { method: 'PATCH', path: '/x' }],
    ['/usr/bin/curl http://127.0.0.1/x | jq .', { method: 'GET', path: '/x' }],
    ['# copied from the docs\ncurl http://127.0.0.1/x # the shop', { method: 'GET', path: '/x' }],
    ['curl -g "http://127.0.0.1/{{ x }}?a={{ x }}"', { path: '/%7B%7B%20x%20%7D%7D?a=%7B%7B%20x%20}}' }],
  ])('%s sends what curl would', (command, expected) => {
    expect(sentBy(command)).toMatchObject(expected);
  });

  it.each([
    ["curl http://127.0.0.1/x -d 'a=1&b=x+y'", 'a=1&b=x+y', 'application/x-www-form-urlencoded'],
    ['curl http://127.0.0.1/x --json \'{"a":1}\'', '{"a":1}', 'application/json'],
    ['curl http://127.0.0.1/x -d \'{"a":1}\'', '{"a":1}', 'application/json'],
    ['curl http://127.0.0.1/x --json \'{"<<": 1, "{{": "{{ x }}"}\'', '{"<<": 1, "{{": "{{ x }}"}', 'application/json'],
    ["curl http://127.0.0.1/x -d 'a=1&a=2'", 'a=1&a=2', 'application/x-www-form-urlencoded'],
    ["curl http://127.0.0.1/x -H 'Content-Type: text/xml' -d '<a>{{ x }}</a>'", '<a>{{ x }}</a>', 'text/xml'],
    [
      "curl http://127.0.0.1/x -H 'content-type: text/plain' --data-raw $'it\\'s\\n\\u00e9\\x41'",
      "it's\né\u0041",
      'text/plain',
    ],
    [`curl http://127.0.0.1/x --json '{"constructor":1}'`, '{"constructor":1}', 'application/json'],
    [
      'curl http://127.0.0.1/x -F name=ada -F "note=hi;type=text/plain"',
      '--racehound-part\r\nContent-Disposition: form-data; name="name"\r\n\r\nada\r\n--racehound-part\r\nContent-Disposition: form-data; name="note"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--racehound-part--\r\n',
      'multipart/form-data; boundary=racehound-part',
    ],
  ])('%s keeps its body', (command, body, type) => {
    const request = sentBy(command);
    expect(bodyOf(request)).toBe(body);
    expect(headerOf(request, 'content-type')).toBe(type);
  });

  it('reads a body from a file beside the scenario', () => {
    const text = written('curl', 'curl http://127.0.0.1/x --data-binary @order.xml -H "content-type: text/xml"');
    expect(bodyOf(onlyRequest(sent(loaded(text, {}, { 'order.xml': '<order/>' }))))).toBe('<order/>');
  });

  it('moves credentials, cookies, keys and tokens to secrets, and sends them all the same', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln';
    const text = written(
      'curl',
      `curl 'http://ada:p%40ss-of-ada@127.0.0.1/buy?api_key=key-4711&back=%2F%3Ft%3D${token}' -b 'sid=cookie-4711; path=sweet-4711' -H 'X-Api-Key: header-4711' -H 'x-echo: sid is cookie-4711' --json '{"card":{"number":1,"cvc":"737"},"password":"hunter-4711","again":["hunter-4711"],"jwt":"${token}"}'`,
    );
    for (const secret of [
      'p@ss-of-ada',
      'key-4711',
      token,
      'cookie-4711',
      'sweet-4711',
      'header-4711',
      'hunter-4711',
      '737',
    ])
      expect(text).not.toContain(secret);
    expect(text).toContain('env: PATH_SECRET');
    const request = onlyRequest(
      sent(
        loaded(text, {
          PASSWORD: 'p@ss-of-ada',
          API_KEY: 'key-4711',
          BACK: `/?t=${token}`,
          TOKEN: token,
          SID: 'cookie-4711',
          PATH_SECRET: 'sweet-4711',
          X_API_KEY: 'header-4711',
          CVC: '737',
          PASSWORD2: 'hunter-4711',
        }),
      ),
    );
    expect(request.path).toBe(`/buy?api_key=key-4711&back=${encodeURIComponent(`/?t=${token}`)}`);
    expect(headerOf(request, 'authorization')).toBe(`Basic ${Buffer.from('ada:p@ss-of-ada').toString('base64')}`);
    expect(headerOf(request, 'cookie')).toBe('sid=cookie-4711; path=sweet-4711');
    expect(headerOf(request, 'x-echo')).toBe('sid is cookie-4711');
    expect(JSON.parse(bodyOf(request))).toEqual({
      card: { number: 1, cvc: '737' },
      password: 'hunter-4711',
      again: ['hunter-4711'],
      jwt: token,
    });
  });

  it.each([
    ["-F 'user=ada' -F 'password=hunter2'", 'PASSWORD', 'hunter2'],
    ["-d 'password=hunter2&item=1&item=2'", 'PASSWORD', 'hunter2'],
    ["-H 'content-type: text/xml' -d '<a><pin> 1234 </pin><count>1234</count></a>'", 'PIN', '1234'],
    [`-H 'content-type: text/plain' -d 'x={{token:"a{b"}} pin=1'`, 'TOKEN', 'a{b'],
  ])('takes a secret, however short, out of the text of a body: %s', (options, variable, secret) => {
    const text = written('curl', `curl http://127.0.0.1/x ${options}`);
    expect(text).toContain(`env: ${variable} }`);
    const values = { [variable]: secret, PIN: variable === 'PIN' ? secret : '1' };
    const body = bodyOf(onlyRequest(sent(loaded(text, values))));
    expect(body).toContain(secret);
    const elsewhere = loaded(text, { ...values, [variable]: '<other>' });
    expect(bodyOf(onlyRequest(sent(elsewhere)))).toBe(body.replace(secret, '<other>'));
  });

  it.each([
    ["curl -g 'http://127.0.0.1/x?a[0]=1'", '/x?a[0]=1'],
    ["curl 'http://127.0.0.1/x?a\\[0\\]=1'", '/x?a[0]=1'],
    ["curl 'http://[::1]:8080/x'", '/x'],
  ])('%s is sent as it stands: there is no pattern in it', (command, path) => {
    expect(sentBy(command).path).toBe(path);
  });

  it('tells of every option that would have connected it otherwise', () => {
    const options =
      '-k --cacert ca.pem --resolve a:80:127.0.0.1 --connect-to ::b:1 --unix-socket s -x http://p --proxy-user u -E c --key k';
    const text = written('curl', `curl http://127.0.0.1/x ${options}`);
    for (const name of 'insecure cacert resolve connect-to unix-socket proxy proxy-user cert key'.split(' '))
      expect(text).toContain(`# --${name} of the command is not in this file: `);
  });

  it('may have credentials in its URL that are no percent-encoding', () => {
    const request = onlyRequest(sent(loaded(written('curl', 'curl http://a%zz:b@127.0.0.1/x'), { PASSWORD: 'b' })));
    expect(headerOf(request, 'authorization')).toBe(`Basic ${Buffer.from('a%zz:b').toString('base64')}`);
  });

  it('that stands beside others collides with them in one burst', () => {
    const requests = sent(
      loaded(
        written(
          'curl',
          "curl http://127.0.0.1/items/1/redeem -X POST ;\ncurl http://127.0.0.1/items/1/refund -X POST &\ncurl 'http://127.0.0.1/items/1/refund' -X POST",
        ),
      ),
    );
    expect(requests.map(({ path }) => path)).toEqual(['/items/1/redeem', '/items/1/refund', '/items/1/refund']);
  });

  it.each([
    ['', 'there is no command'],
    ['wget http://127.0.0.1/', 'expected curl, found "wget"'],
    ['curl', 'the command has no URL'],
    ['curl http://127.0.0.1/ http://127.0.0.1/x', 'the command has two URLs'],
    ['curl ftp://127.0.0.1/', 'expected an http or https URL, found "ftp://127.0.0.1/"'],
    ['curl http://', 'expected an http or https URL, found "http://"'],
    ['curl -X PURGE http://127.0.0.1/', 'the method "PURGE" can\'t be raced'],
    ['curl http://127.0.0.1/ --heder x', 'the option --heder is not known here'],
    ['curl http://127.0.0.1/ -H', '-H needs a value'],
    ['curl http://127.0.0.1/ -H nonsense', '"nonsense" is no header'],
    ["curl 'http://127.0.0.1/", 'this quote is not closed'],
    ['curl http://127.0.0.1/$(id)', 'a shell gives $ a meaning of its own; leave it out, or put it in single quotes'],
    ['curl "http://127.0.0.1/$TOKEN"', 'a shell would fill this in; paste the value itself'],
    ['curl http://127.0.0.1/ > out', 'a shell gives > a meaning of its own; leave it out, or put it in single quotes'],
    ['curl http://127.0.0.1/ -T file', "-T can't be written as a scenario"],
    ['curl http://127.0.0.1/ -F photo=@cat.png', 'a form with a file in it can not be written as a scenario'],
    ['curl http://127.0.0.1/ -d @/etc/passwd', 'the body comes from /etc/passwd'],
    ['curl http://127.0.0.1/ -b cookies.txt', 'the cookies come from the file cookies.txt'],
    ["curl 'http://127.0.0.1/x/[1-3]'", 'curl takes [ in a URL for a pattern, and would send a request for each match'],
    ["curl 'http://[::1]/{a,b}'", 'curl takes { in a URL for a pattern, and would send a request for each match'],
  ])('%s is refused with the reason', (command, title) => {
    expect(titleOf(command)).toBe(title);
  });

  const latin = fc.string({
    unit: fc.constantFrom(...'abcXYZ019 {}[]"\'\\$`!#&;,:=<>|?*~%é'.split('')),
    maxLength: 20,
  });
  const secret = fc
    .string({ unit: fc.constantFrom(...'abcXYZ019{}"\'\\#&é'.split('')), minLength: 8, maxLength: 16 })
    .map((text) => `S3cr${text}`);
  const words = fc.constantFrom(
    'item',
    'amount',
    'note',
    'in',
    'null',
    'yes',
    '1',
    'a b',
    '- x',
    '# y',
    '? z',
    ': q',
    '',
  );

  it('of any content gives a valid scenario that sends the same, and holds no secret', () => {
    fc.assert(
      fc.property(
        fc.record({
          path: fc.webPath(),
          note: latin,
          token: secret,
          session: secret.map((text) => encodeURIComponent(text)),
          json: fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }),
          entries: fc.dictionary(
            words,
            fc.oneof(latin, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null)),
          ),
          password: secret,
        }),
        ({ path, note, token, session, json, entries, password }) => {
          fc.pre(new Set([token, session, password]).size === 3);
          // Such JSON stays the text that it was; see "keeps its body".
          fc.pre(!/__proto__|constructor|prototype|\{\{|<</.test(JSON.stringify(json)));
          const body = JSON.stringify({ ...entries, json, deep: { password, copy: [`so ${password} it is`] } });
          const command = `curl ${quoted(`http://127.0.0.1:1${path === '' ? '/' : path}`)} -H ${quoted(`x-note: ${note}`)} -H ${quoted(`x-auth-token: ${token}`)} --cookie ${quoted(`sid=${session}`)} --json ${quoted(body)}`;
          const text = written('curl', command);
          for (const hidden of [token, session, password])
            for (const form of [hidden, JSON.stringify(hidden).slice(1, -1), encodeURIComponent(hidden)])
              expect(text).not.toContain(form);
          const values = { X_AUTH_TOKEN: token, SID: session, PASSWORD: password };
          // A key of the generated JSON may happen to sound secret.
          fc.pre([...text.matchAll(/env: (\w+)/g)].every(([, name = '']) => name in values));
          const request = onlyRequest(sent(loaded(text, values)));
          expect(JSON.parse(bodyOf(request))).toEqual(JSON.parse(body));
          expect(headerOf(request, 'x-note')).toBe(note.trim() === '' ? undefined : note.trim());
          expect(headerOf(request, 'x-auth-token')).toBe(token);
          expect(headerOf(request, 'cookie')).toBe(`sid=${session}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
