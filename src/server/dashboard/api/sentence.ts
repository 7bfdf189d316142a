/** A text of the API as a sentence; an id at its beginning stays as it is. */
export function sentence(text: string): string {
  const first = /^[a-z]+_/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return `${first}${text.slice(1)}.`;
}
