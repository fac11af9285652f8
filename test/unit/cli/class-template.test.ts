import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classTemplate } from '../../../src/cli/class-template.ts';
import { services } from '../../../src/lab/index.ts';
import { load } from '../scenario/temporary-project.ts';

const target = 'https://shop.localhost:8443/api';

describe.each(services.map((service) => [service.name, service] as const))('the template of %s', (name, service) => {
  const scenario = readFileSync(`scenarios/${name}.race.yaml`, 'utf8');
  const template = classTemplate(service, scenario, target);

  it('is a good scenario without the lab and its racehound.yaml', () => {
    const loaded = load({ 's.race.yaml': template });
    expect(loaded.target).toBe(target);
    for (const { url, connectTo } of Object.values(loaded.instances)) {
      expect(url).toBe(target);
      expect(connectTo).toMatch(/^127\.0\.0\.1:808\d$/);
    }
  });

  it('takes the address of IPv6', () => {
    const loaded = load({ 's.race.yaml': classTemplate(service, scenario, 'http://[::1]:8080') });
    expect([loaded.target, ...Object.values(loaded.instances).map(({ url }) => url)]).toEqual(
      [loaded.target, ...Object.keys(loaded.instances)].map(() => 'http://[::1]:8080'),
    );
  });

  it('keeps what the scenario asks for', () => {
    const before = load({
      's.race.yaml': scenario,
      'racehound.yaml': readFileSync('scenarios/racehound.yaml', 'utf8'),
    });
    const after = load({ 's.race.yaml': template });
    const same = ['name', 'prepare', 'observe', 'burst', 'outcomes', 'invariants'] as const;
    for (const key of same) expect(after.scenario[key]).toEqual(before.scenario[key]);
    expect(Object.keys(after.instances)).toEqual(Object.keys(before.instances));
  });

  it('tells of the bug and its harm, not of the service in the lab', () => {
    const { description } = load({ 's.race.yaml': template }).scenario;
    expect(description).toContain(service.bug);
    expect(description).toContain(service.harm);
  });

  it('marks the variables, and every invariant that has a figure of the example', () => {
    const [, ...invariants] = (/^invariants:\n([^]*)/m.exec(template)?.[1] ?? '').split(/^ {2}(?=- )/m);
    const [before = '', ...others] = (/^invariants:\n([^]*)/m.exec(template)?.[1] ?? '').split(/^ {2}- /m);
    const marks = [before, ...others].map((text) => text.endsWith('# CHANGE: the figures of the example\n'));
    expect(invariants.length).toBeGreaterThan(0);
    for (const [place, text] of invariants.entries()) {
      const demand = text.replaceAll(/^(?:- | {4})(?:name|message):.*|#.*/gm, '');
      if (/\b(?:[2-9]|\d\d+)(?:ms|s)?\b/.test(demand.replaceAll(/\w\d/g, ''))) expect(marks[place], text).toBe(true);
    }
    if (/^variables:/m.test(template)) expect(template).toMatch(/^# CHANGE: the figures of the example\nvariables:/m);
  });

  it('marks every request, and says nothing of the lab', () => {
    const requests = template.match(/^[^#\n]*\brequest: "?[A-Z]+ /gm) ?? [];
    const marks = template.match(/# CHANGE: your request/g) ?? [];
    expect(requests.length).toBeGreaterThan(0);
    expect(marks).toHaveLength(requests.length);
    expect(template).toContain('target: https://shop.localhost:8443/api # CHANGE');
    expect(template).not.toMatch(/\b(?:twins?|racy|mended|lab|labPort|smoke)\b/);
  });
});
