import { MASK } from './mask.js';

const shortest = 20;
const ownIdentifier = /^(?:apr|crt|err|evt|job|req|run|str|tok|whk)_[0-9a-z]{26}$|^dlv_[0-9a-z]{26}_\d+$/;

/** Masks strings that look drawn at random: keys without a name or a known shape. */
export function maskHighEntropy(text: string): string {
  return text.replace(/[A-Za-z0-9+/_=-]{20,}/g, (run) => {
    const pieces = run.split(/([/=])/);
    if (looksRandom(pieces.filter((piece) => !ownIdentifier.test(piece)).join(''))) return MASK;
    return pieces.map((piece) => (looksRandom(piece) ? MASK : piece)).join('');
  });
}

/**
 * Random letters and digits change their class (lower, upper, digit) about every second character; words, names
 * and dates do so seldom. Random text with `_` or `-` in it is told by its mixed case, names in snake case are in
 * one. Confiture's own ids are random and public.
 */
function looksRandom(piece: string): boolean {
  if (ownIdentifier.test(piece)) return false;
  const joined = piece.replace(/[^A-Za-z0-9]/g, '');
  if (/[a-z]/.test(joined) && /[A-Z]/.test(joined) && isRandomRun(joined)) return true;
  return piece.split(/[_+-]/).some(isRandomRun);
}

function isRandomRun(run: string): boolean {
  if (run.length < shortest || !/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  const mixedCase = /[a-z]/.test(run) && /[A-Z]/.test(run);
  return classChanges(run) >= run.length * (mixedCase ? 0.45 : 0.24) && variety(run) >= 3;
}

function classChanges(run: string): number {
  const kinds = Array.from(run, (character) =>
    character >= 'a' ? 'lower' : character >= 'A' ? 'upper' : 'digit',
  );
  return kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
}

/** Shannon entropy in bits a character. */
function variety(run: string): number {
  const counts = new Map<string, number>();
  for (const character of run) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / run.length) * Math.log2(n / run.length), 0);
}
