import type { Json } from '../support/json.ts';
import type { Part } from './openapi-document.ts';

/** One operation of a document, with what its path says for all of them. */
export interface Operation {
  /** `operationId`, or method and path where it has none. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Part;
  readonly pathItem: Part;
}

/** Secrets and variables that the operations of one draft share. */
export interface DraftNames {
  /** The template of a secret, by what it is called. */
  secret(name: string): string;
  /** The template of a variable, with the value that it begins with. */
  variable(name: string, value: Json): string;
}
