import type { LoadedScenario } from '../scenario/index.ts';
import { RacehoundError } from '../support/diagnostic.ts';
import { didYouMean } from '../support/did-you-mean.ts';
import type { Json } from '../support/json.ts';
import { stringifyJson } from '../support/lossless-json.ts';

/** Refuses a variable of `--var` that none of the scenarios declares or uses: it is misspelt. Throws `RacehoundError` (usage). */
export function refuseUnusedVariables(given: Readonly<Record<string, Json>>, loaded: readonly LoadedScenario[]): void {
  if (loaded.length === 0) return;
  const words = new Set(
    loaded.flatMap(({ source, project }) => `${source.text} ${stringifyJson(project)}`.match(/\w+/g) ?? []),
  );
  const unused = Object.keys(given).filter((name) => !words.has(name));
  if (unused.length === 0) return;
  const declared = [...new Set(loaded.flatMap(({ variables }) => Object.keys(variables)))].filter(
    (name) => !unused.includes(name),
  );
  throw new RacehoundError(
    'usage',
    unused.map((name) => {
      const meant = didYouMean(name, declared);
      const known = declared.length === 0 ? 'no variable is declared' : `known: ${declared.join(', ')}`;
      return {
        code: 'RH502',
        title: `--var ${name}: no scenario uses a variable of that name`,
        help: meant === undefined ? known : `did you mean ${meant}?`,
      };
    }),
  );
}
