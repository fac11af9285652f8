/** The texts among the values of some keys, with their paths below the checker's own key: what `references` are made of. */
export function textsOf(
  given: Readonly<Record<string, string | number | undefined>>,
  above: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly text: string }[] {
  return Object.entries(given).flatMap(([key, text]) =>
    typeof text === 'string' ? [{ path: [...above, key], text }] : [],
  );
}
