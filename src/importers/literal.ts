/** A literal text as a template: its own `{{` must not begin a placeholder. */
export function escaped(literal: string): string {
  return literal.replaceAll('{{', '{{ "{{" }}');
}
