import type { Json } from '../support/json.ts';

/** What an importer makes of its input: the parts of a scenario that it can know. Every text may hold `{{ }}`; no secret is in it. */
export interface Draft {
  /** Base URL of the service; missing when the input names none. */
  readonly target?: string;
  /** Names of secrets, with the environment variable of each. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, Json>>;
  readonly requests: readonly DraftRequest[];
  /** Outcomes by name, as statuses (`201`, `4xx`); missing when nothing is known of the answers. */
  readonly outcomes?: Readonly<Record<string, readonly (number | string)[]>>;
  /** What the reader of the file should know or do. */
  readonly notes: readonly string[];
}

/** A member of the burst, under the keys that a scenario gives it. */
export interface DraftRequest {
  readonly name: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly auth?:
    | { readonly bearer: string }
    | { readonly basic: { readonly username: string; readonly password: string } };
  readonly json?: Json;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | { readonly file: string };
}
