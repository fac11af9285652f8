import { expect } from 'vitest';
import { importers, scenarioText } from '../../../src/importers/index.ts';
import { renderRequest } from '../../../src/expr/request-template.ts';
import type { HttpRequest } from '../../../src/history/request.ts';
import { compilePlan } from '../../../src/plan/index.ts';
import type { LoadedScenario } from '../../../src/scenario/index.ts';
import { randomFor } from '../../../src/support/random.ts';
import { load } from '../scenario/temporary-project.ts';

/** The scenario that an importer writes for a text. */
export function written(format: string, text: string, chosen: readonly string[] = []): string {
  const imported = importers[format]?.read({ path: 'input', text }, chosen);
  if (imported?.kind !== 'draft') throw new Error(`no draft: ${JSON.stringify(imported)}`);
  return scenarioText(imported.draft, 'a test');
}

/** The tool's own opinion of a written scenario; every secret has the value that `secrets` gives its variable, or its own name. */
export function loaded(
  text: string,
  secrets: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): LoadedScenario {
  const variables = [...text.matchAll(/^ {2}\w+: \{ env: (\w+) \}$/gm)].map(([, name = '']) => name);
  const env = Object.fromEntries(variables.map((name) => [name, secrets[name] ?? name]));
  return load({ ...files, 's.race.yaml': text }, { env });
}

/** The requests that the members of the burst would send, one for each request of the scenario. */
export function sent(scenario: LoadedScenario): readonly HttpRequest[] {
  const plan = compilePlan(scenario, { seed: 1 });
  const templates = plan.burst.requests.flatMap(({ variants }) => variants.map(({ request }) => request));
  return templates.map((template) =>
    renderRequest(template, {
      names: { ...plan.names, secrets: plan.secrets, round: 1, member: 0 },
      random: () => randomFor(0),
      nowMs: () => 0,
    }),
  );
}

export function bodyOf({ body }: HttpRequest): string {
  return Buffer.from(body ?? []).toString('utf8');
}

export function headerOf({ headers }: HttpRequest, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** The one request of a draft. */
export function onlyRequest(requests: readonly HttpRequest[]): HttpRequest {
  expect(requests).toHaveLength(1);
  return requests[0] as HttpRequest;
}
