import { expect, it } from 'vitest';
import { huntCommand } from '../../../../src/lab/page/hunt-command.ts';

it('a command of the page means the same in every folder, whatever the folder of the scenarios is called', () => {
  expect(huntCommand({ scenarios: "/home/jo's lab/scenarios", port: 4100 }, 'oversell', 'racy')).toBe(
    "racehound run '/home/jo'\\''s lab/scenarios/oversell.race.yaml' --var labPort=4100 --var twin=racy",
  );
  expect(huntCommand({ scenarios: '/lab', port: 1, certificate: '/tmp/lab 1/cert.pem' }, 'quota', 'mended')).toBe(
    "racehound run /lab/quota.race.yaml --var labPort=1 --var twin=mended --var scheme=https --cacert '/tmp/lab 1/cert.pem'",
  );
});
