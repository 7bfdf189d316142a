const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

/** Why a token cannot have this name, or null. Names stand in the audit log and in events as who has acted. */
export function tokenNameFault(name: string): string | null {
  if (!NAME.test(name))
    return 'must be 1 to 64 letters, digits, ".", "_", "@" or "-", and begin with a letter or digit';
  return /^(tok|sk)_/.test(name) ? 'must not look like an id or a token' : null;
}
