/**
 * The texts that `text` stands for where its braces hold a list: `{a,b}.ts` for `a.ts` and `b.ts`, nested too, each once.
 * Braces without a comma stand for themselves.
 */
export function expandBraces(text: string): string[] {
  const [whole, choices] = /\{([^{}]*,[^{}]*)\}/.exec(text) ?? [];
  if (whole === undefined || choices === undefined) return [text];
  const expanded = choices.split(',').flatMap((choice) => expandBraces(text.replace(whole, () => choice)));
  return [...new Set(expanded)];
}
