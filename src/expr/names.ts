/** What an expression may know of a name before any traffic. An object with `fields` has just those. */
export type NameType =
  | 'dyn'
  | 'int'
  | 'double'
  | 'string'
  | 'list'
  | { readonly fields: Readonly<Record<string, NameType>> };

/** The names that exist at one place of a scenario. */
export type Names = Readonly<Record<string, NameType>>;
