/** What a name is compared by: `ann` for `Ann@laptop` and for the address `7+ann@users.noreply.example`. */
function personOf(name: string): string {
  return (
    name
      .trim()
      .toLowerCase()
      .replace(/^\d+\+/, '')
      .split('@')[0] ?? ''
  );
}

/** True where two names of actors, or of an author in git, are most likely of one person. */
export function isSamePerson(one: string, other: string): boolean {
  return personOf(one) === personOf(other);
}

/** True where `actor` is one of the names in a rule: the whole name, or the part of it before the host. */
export function isAmong(actor: string, names: readonly string[]): boolean {
  const whole = actor.toLowerCase();
  return names.some((name) => name.toLowerCase() === whole || name.toLowerCase() === personOf(actor));
}
