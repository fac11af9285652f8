import { describe, expect, it } from 'vitest';
import { errorsOf, load, shortest, titlesOf } from './temporary-project.ts';

const without = (key: string) => shortest.replace(new RegExp(`^${key}:.*\n`, 'm'), '');

describe('a loaded scenario', () => {
  it('has every default filled in, durations in milliseconds', () => {
    const { scenario, project } = load({ 's.race.yaml': shortest });
    expect(scenario.burst).toMatchObject({ window: 3, settle: 20, sync: 'auto' });
    expect(scenario.burst.requests[0]).toMatchObject({ at: 0, count: 2 });
    expect(scenario).toMatchObject({ baseline: true, setup: [], tags: [] });
    expect(project.guard.allowHosts).toEqual([]);
  });

  it('remembers where each value stands', () => {
    const { locate, source } = load({ 's.race.yaml': shortest });
    const { start, end } = locate(['burst', 'requests', 0, 'request']);
    expect(source.text.slice(start, end)).toBe('POST /buy');
  });

  it('keeps every digit of a large number', () => {
    const { variables } = load({ 's.race.yaml': `${shortest}variables: { id: 12345678901234567890, small: 7 }` });
    expect(variables).toEqual({ id: 12345678901234567890n, small: 7 });
  });

  it('has the bytes of the files that bodies name, and the rows of CSV files as texts', () => {
    const text = shortest.replace('POST /buy', 'POST /buy, body: { file: data/order.xml }');
    const csv = 'id,name\n1,"Ann, of Green Gables"\n\n2,Bob\n';
    const files = {
      's.race.yaml': `${text}data: { buyer: { file: data/b.csv } }`,
      'data/order.xml': '<o/>',
      'data/b.csv': csv,
    };
    const { bodies, rows } = load(files);
    expect(Buffer.from(bodies['data/order.xml'] ?? []).toString()).toBe('<o/>');
    expect(rows).toEqual({
      buyer: [
        { id: '1', name: 'Ann, of Green Gables' },
        { id: '2', name: 'Bob' },
      ],
    });
  });

  it('knows only the environment variables that it reads', () => {
    const text = shortest.replace('POST /buy', '"POST /buy/{{ env.SHOP }}"');
    expect(load({ 's.race.yaml': text }, { env: { SHOP: 'a', AWS_SECRET_ACCESS_KEY: 'b' } }).env).toEqual({
      SHOP: 'a',
    });
  });

  it('takes secrets from the environment or a file, and does without them where nothing is sent', () => {
    const text = `${shortest}secrets: { a: { env: TOKEN }, b: { file: token.txt } }`;
    expect(load({ 's.race.yaml': text, 'token.txt': 'two\n' }, { env: { TOKEN: 'one' } }).secrets).toEqual({
      a: 'one',
      b: 'two',
    });
    expect(load({ 's.race.yaml': text }, { requireSecrets: false }).secrets).toEqual({ a: '', b: '' });
    expect(titlesOf({ 's.race.yaml': text })).toEqual([
      'secrets.a: the environment variable TOKEN is not set',
      'token.txt does not exist',
    ]);
  });
});

describe('target and variables', () => {
  const project = `target: http://project.example
variables: { who: project, a: 1, host: "{{ env.HOST }}" }
environments:
  staging: { target: "http://{{ who }}.example", variables: { who: staging }, instances: { x: http://x.example } }
`;
  const env = { HOST: 'h' };

  it('come from flags before the environment, then the scenario, then the project', () => {
    const files = { 'racehound.yaml': project, 's.race.yaml': `${shortest}variables: { who: scenario }` };
    const bare = { ...files, 's.race.yaml': without('target') };
    expect(load(bare, { env })).toMatchObject({
      target: 'http://project.example',
      variables: { who: 'project', a: 1, host: 'h' },
    });
    expect(load(files, { env })).toMatchObject({
      target: 'http://127.0.0.1:4100',
      variables: { who: 'scenario', a: 1 },
    });
    expect(load(files, { env, environment: 'staging' })).toMatchObject({
      target: 'http://staging.example',
      variables: { who: 'staging', a: 1 },
      instances: { x: { url: 'http://x.example' } },
    });
    expect(
      load(files, { env, environment: 'staging', target: 'http://flag.example', variables: { who: 'flag' } }),
    ).toMatchObject({
      target: 'http://flag.example',
      variables: { who: 'flag' },
    });
  });

  it('are found in the nearest racehound.yaml above, not beyond the root of the repository', () => {
    const files = { 'racehound.yaml': 'target: http://above.example', 'a/b/s.race.yaml': without('target') };
    expect(load(files, {}, 'a/b/s.race.yaml').target).toBe('http://above.example');
    expect(titlesOf({ ...files, 'a/.git/HEAD': '' }, {}, 'a/b/s.race.yaml')).toEqual([
      'nothing says which service to test',
    ]);
  });

  it('must be known where they are used, be it in racehound.yaml', () => {
    const [error, ...others] = errorsOf({
      'racehound.yaml': 'defaults: { headers: { x-team: "{{ tem }}" } }\nvariables: { team: a }',
      's.race.yaml': shortest,
    });
    expect(others).toEqual([]);
    expect(error?.source?.path).toMatch(/racehound\.yaml$/);
    expect(error?.title).toBe('unknown name `tem`');
  });

  it('name an environment that exists', () => {
    const [error] = errorsOf({ 'racehound.yaml': project, 's.race.yaml': shortest }, { env, environment: 'stagin' });
    expect(error).toMatchObject({ help: 'did you mean staging?' });
  });

  it('have no --target beside instances to which requests go: those of an environment replace both', () => {
    const toInstance = shortest.replace('request: POST', 'instance: a, request: POST');
    const instances = 'instances: { a: http://a.example }\n';
    const target = 'http://flag.example';
    expect(errorsOf({ 's.race.yaml': `${toInstance}${instances}` }, { target })).toMatchObject([
      {
        title: expect.stringContaining('--target says nothing about the instances'),
        help: expect.stringMatching(/--environment/),
      },
    ]);
    expect(load({ 's.race.yaml': `${shortest}${instances}` }, { target }).target).toBe(target);
    const files = {
      'racehound.yaml': 'environments: { e: { instances: { a: http://there.example } } }',
      's.race.yaml': toInstance,
    };
    expect(load(files, { target, environment: 'e' }).instances).toEqual({ a: { url: 'http://there.example' } });
  });

  it('give no name a second meaning, whoever gives them', () => {
    expect(titlesOf({ 's.race.yaml': shortest }, { variables: { round: 5, secrets: 1, in: 2 } })).toEqual([
      '`round` has a meaning of its own in expressions',
      '`secrets` has a meaning of its own in expressions',
      '`in` is a word of the expression language',
    ]);
    expect(titlesOf({ 'racehound.yaml': 'variables: { member: 1 }', 's.race.yaml': shortest })).toHaveLength(1);
  });

  it('draw nothing from chance: that belongs to the rounds', () => {
    expect(titlesOf({ 's.race.yaml': `${shortest}variables: { id: "{{ uuid() }}" }` })).toHaveLength(1);
    expect(titlesOf({ 's.race.yaml': `${shortest}variables: { id: "{{ secrets.x }}" }` })).toEqual([
      '`secrets` does not exist here',
    ]);
  });

  it('are URLs without credentials, whoever gives them', () => {
    expect(titlesOf({ 's.race.yaml': shortest }, { target: 'localhost' })).toEqual([
      '--target: expected a URL, found "localhost"',
    ]);
    for (const target of ['http://127.0.0.1:9/api?key=1', 'http://127.0.0.1:9/api#x', 'http://127.0.0.1:9/?'])
      expect(titlesOf({ 's.race.yaml': shortest }, { target })).toEqual([
        '--target: paths go behind a base URL, so it has no query and no fragment',
      ]);
    const text = `${without('target')}target: http://user:pass@127.0.0.1\ninstances: { a: ftp://x, b: { url: "http://x", connectTo: x } }`;
    expect(titlesOf({ 's.race.yaml': text })).toEqual([
      'target: credentials in a URL are not sent; write them as auth',
      'instances.a: expected an http or https URL, found "ftp://x"',
      'instances.b.connectTo: expected host:port, found "x"',
    ]);
  });
});

describe('a step that sets values', () => {
  const wrong = (steps: string) => titlesOf({ 's.race.yaml': `${shortest}${steps}\n` });

  it('sends nothing, and does not stand among the observations', () => {
    expect(wrong('prepare: [{ set: { a: 1 }, request: GET /a }]')).toEqual(['a step with set knows no request']);
    expect(wrong('prepare: [{ set: { a: 1 }, sleep: 1ms }]')).toEqual(['a step with sleep knows no set']);
    expect(wrong('observe: [{ set: { a: 1 } }]')).toEqual(['observe reads the service, and set reads nothing']);
  });

  it('gives names that mean one thing, and sees only those before it', () => {
    expect(wrong('variables: { a: 1 }\nprepare: [{ set: { a: 2 } }]')).toEqual(['`a` is a variable already']);
    expect(wrong('prepare: [{ set: { round: 2 } }]')).toEqual(['`round` has a meaning of its own in expressions']);
    expect(wrong('prepare: [{ set: { a: 1, b: "{{ a }}" } }]')).toEqual(['`a` does not exist here']);
    expect(wrong('prepare: [{ set: { a: 1 } }]\nobserve: [{ request: GET /a, capture: { a: $.a } }]')).toEqual([
      '`a` comes from prepare[0] already, and would be replaced',
    ]);
    expect(wrong('prepare: [{ set: { a: 1 } }, { request: "GET /{{ a }}/{{ uuid() }}" }]')).toEqual([]);
  });
});

describe('the files beside a scenario', () => {
  it('are read under the name racehound.yaml only, and another spelling is not passed over', () => {
    const files = { 's.race.yaml': shortest, 'racehound.yml': 'target: http://127.0.0.1:1' };
    expect(errorsOf(files)).toMatchObject([
      { title: expect.stringMatching(/racehound\.yml is not read$/), help: 'rename it to racehound.yaml' },
    ]);
    expect(titlesOf({ ...files, 'racehound.yaml': '{}' })).toEqual([]);
  });

  it('describe the environment that is asked for', () => {
    const environment = 'staging';
    expect(titlesOf({ 's.race.yaml': shortest }, { environment })).toEqual([
      '--environment staging: there is no racehound.yaml that describes it',
    ]);
    expect(titlesOf({ 's.race.yaml': shortest, 'racehound.yaml': '{}' }, { environment })).toEqual([
      expect.stringMatching(/^--environment staging: .*racehound\.yaml describes no such environment$/),
    ]);
  });
});
