import { distance } from 'fastest-levenshtein';

/**
 * The candidate a mistyped `word` most likely meant, or undefined where none is close: at most one edit for
 * short words, up to a third of the length (three at most) for longer ones. Case does not count, and two letters
 * that changed places are one edit.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    const limit = Math.min(3, Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)));
    const edits = editsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (edits <= limit && edits < (best?.edits ?? Infinity)) best = { candidate, edits };
  }
  return best?.candidate;
}

/** The Levenshtein distance counts a swap as two; two words of the same letters at that distance are one swap apart. */
function editsBetween(a: string, b: string): number {
  const edits = distance(a, b);
  return edits === 2 && sorted(a) === sorted(b) ? 1 : edits;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}
