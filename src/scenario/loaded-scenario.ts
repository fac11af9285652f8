import type { Json } from '../support/json.ts';
import type { Source, Span } from '../support/diagnostic.ts';
import type { Project, Scenario } from './schema.ts';

/** A checked scenario with everything that it draws in from outside its file. */
export interface LoadedScenario {
  /** As the user named it. */
  readonly file: string;
  readonly source: Source;
  readonly scenario: Scenario;
  /** What the files beside it share; all defaults where there is no `racehound.yaml`. */
  readonly project: Project;
  /** `--target`, environment, scenario, project: the first that names one, filled in. */
  readonly target: string;
  /** Filled in, like the target. */
  readonly instances: Readonly<Record<string, { readonly url: string; readonly connectTo?: string }>>;
  /** Flags over environment over scenario over project. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Rows of each entry of `data`. */
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>>;
  /** Contents of the files that `body: { file }` names, by that name. */
  readonly bodies: Readonly<Record<string, Uint8Array>>;
  /** What `racehound.yaml` wants reported, as `--reporter`; the paths from the working directory. */
  readonly reporters: readonly string[];
  /** Where a value stands in the source; of the nearest parent that is there when it was left out. */
  readonly locate: (path: readonly (string | number)[]) => Span;
}
