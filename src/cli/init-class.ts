import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../lab/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import { catalogue } from './catalogue.ts';
import { classTemplate } from './class-template.ts';

/** Where the services of people usually are while they hunt. */
const usualTarget = 'http://127.0.0.1:8080';

/** The scenario of a class for a service of one's own. Throws `RacehoundError` for a class that nobody knows. */
export function classScenario(name: string, target: string = usualTarget): string {
  const service = services.find((known) => known.name === name);
  if (service !== undefined)
    return classTemplate(service, readFileSync(join(catalogue, `${name}.race.yaml`), 'utf8'), target);
  const names = services.map((known) => known.name);
  const meant = didYouMean(name, names);
  throw new RacehoundError('usage', [
    {
      code: 'RH510',
      title: `--class: there is no class ${JSON.stringify(name)}`,
      help: meant === undefined ? `known: ${names.join(', ')}` : `did you mean ${meant}?`,
    },
  ]);
}
