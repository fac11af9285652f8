import { expect, it } from 'vitest';
import type { RunOptions } from '../../../src/cli/options.ts';
import { recordOf } from '../../../src/cli/scenario-record.ts';
import { load, shortest } from '../scenario/temporary-project.ts';

it('a record names the variable that each secret is read from, and one of its own for each that comes from a file', () => {
  const secrets = [
    'token: { env: token }',
    'TOKEN: { file: token.txt }',
    'admin: { env: TOKEN }',
    'path: { file: path.txt }',
    'odd: { env: my-var }',
  ];
  const loaded = load(
    {
      's.race.yaml': `${shortest}secrets: { ${secrets.join(', ')} }`,
      'token.txt': 'a',
      'path.txt': 'b',
    },
    { env: { token: 'x', TOKEN: 'y', 'my-var': 'z' } },
  );
  const options = { var: {}, allowHost: [], insecure: false } as unknown as RunOptions;
  expect(recordOf(loaded, options).templates.secrets).toEqual({
    token: 'token',
    admin: 'TOKEN',
    TOKEN: 'TOKEN2',
    path: 'PATH_SECRET',
    odd: 'ODD',
  });
});

it('a record names a variable for what setup captures, apart from those of the secrets', () => {
  const setup = 'setup: [{ request: POST /login, capture: { token: $.token, id: $.id } }]\n';
  const loaded = load(
    { 's.race.yaml': `${shortest}secrets: { a: { env: TOKEN } }\n${setup}` },
    { env: { TOKEN: 'y' } },
  );
  const options = { var: {}, allowHost: [], insecure: false } as unknown as RunOptions;
  expect(recordOf(loaded, options).templates.fromSetup).toEqual({ token: 'TOKEN2', id: 'ID' });
});
