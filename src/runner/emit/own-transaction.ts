/**
 * Texts as a transaction of their own that does not wait for the disk: what begins is told at once, and a crash of the
 * server that loses it loses what follows, too. `guards` end it where what must be true is not.
 */
export function unsyncedTransaction(texts: readonly string[], guards: readonly string[] = []): string[] {
  if (texts.length === 0) return [];
  return ['begin', 'set local synchronous_commit = off', ...guards, ...texts, 'commit'];
}
