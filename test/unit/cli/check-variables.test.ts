import { describe, expect, it } from 'vitest';
import { refuseUnusedVariables } from '../../../src/cli/check-variables.ts';
import { load, shortest } from '../scenario/temporary-project.ts';

describe('a variable of the command line', () => {
  const declares = () => load({ 's.race.yaml': `${shortest}variables: { apiToken: x }` });
  const uses = () =>
    load({ 's.race.yaml': shortest.replace('POST /buy', '"POST /{{ labPort }}"') }, { variables: { labPort: 1 } });
  const inEnvironment = () =>
    load({
      'racehound.yaml': 'environments: { e: { variables: { region: x } } }',
      's.race.yaml': shortest,
    });

  it('is one that some of the scenarios declares or uses', () => {
    expect(() => refuseUnusedVariables({ apiToken: 1, labPort: 2 }, [declares(), uses()])).not.toThrow();
    expect(() => refuseUnusedVariables({ region: 1 }, [inEnvironment()])).not.toThrow();
    expect(() => refuseUnusedVariables({ anything: 1 }, [])).not.toThrow();
  });

  it('is refused when it is misspelt, with what was meant', () => {
    expect(() => refuseUnusedVariables({ apiTokn: 1 }, [declares(), uses()])).toThrow(
      expect.objectContaining({
        kind: 'usage',
        diagnostics: [
          expect.objectContaining({
            title: '--var apiTokn: no scenario uses a variable of that name',
            help: 'did you mean apiToken?',
          }),
        ],
      }),
    );
  });
});
