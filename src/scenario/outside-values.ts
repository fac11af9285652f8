import { shellQuoted } from '../support/shell.ts';
import { codes } from './finding.ts';
import type { Path } from './path.ts';
import type { Problems } from './problems.ts';
import type { ProjectFiles } from './project-files.ts';
import type { Scenario } from './schema.ts';

const maxSecretBytes = 64 * 1024;
const maxBodyBytes = 16 * 1024 * 1024;

/** Values of `secrets`; empty ones stand in for what is not there when nothing will be sent. */
export function readSecrets(
  { secrets }: Scenario,
  files: ProjectFiles,
  options: {
    /** The scenario, as the user named it. */
    readonly file: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly requireSecrets: boolean;
  },
  problems: Problems,
): Readonly<Record<string, string>> {
  const { env, requireSecrets } = options;
  return Object.fromEntries(
    Object.entries(secrets).map(([name, from]) => {
      const path = ['secrets', name];
      if ('env' in from) {
        const value = env[from.env];
        if (requireSecrets && (value === undefined || value === '')) {
          problems.add({
            code: codes.secret,
            path: [...path, 'env'],
            title: `secrets.${name}: the environment variable ${from.env} is ${value === undefined ? 'not set' : 'empty'}`,
            help: `set it, as in ${from.env}='its value' racehound run ${shellQuoted(options.file)}`,
          });
        }
        return [name, value ?? ''];
      }
      const reading = files.text(from.file, maxSecretBytes);
      if (!('trouble' in reading)) return [name, reading.content.trim()];
      if (requireSecrets || !reading.trouble.includes('exist')) {
        problems.add({
          code: codes.secret,
          path: [...path, 'file'],
          title: `${from.file} ${reading.trouble}`,
          help: reading.help,
        });
      }
      return [name, ''];
    }),
  );
}

/** Every `body: { file }`, in whatever list of the scenario it stands. */
export function readBodies(
  { setup, prepare, observe, teardown, burst }: Scenario,
  files: ProjectFiles,
  problems: Problems,
): Readonly<Record<string, Uint8Array>> {
  const lists: readonly [Path, Scenario['setup'] | Scenario['burst']['requests']][] = [
    [['setup'], setup],
    [['prepare'], prepare],
    [['observe'], observe],
    [['burst', 'requests'], burst.requests],
    [['teardown'], teardown],
  ];
  const bodies: Record<string, Uint8Array> = {};
  for (const [list, entries] of lists) {
    for (const [place, { body }] of entries.entries()) {
      if (typeof body !== 'object') continue;
      const reading = files.bytes(body.file, maxBodyBytes);
      if ('content' in reading) bodies[body.file] = reading.content;
      else {
        const path = [...list, place, 'body', 'file'];
        problems.add({ code: codes.file, path, title: `${body.file} ${reading.trouble}`, help: reading.help });
      }
    }
  }
  return bodies;
}
