/**
 * Checks a PostgreSQL URL's shape. Returns its fault, without repeating any part of it, or null.
 * An unencoded delimiter in a password silently moves the host, so that a password could be sent to a
 * server of that name or shown as a host: every URL that can be read in two ways is refused.
 */
export function databaseUrlFault(url: string): string | null {
  const rest = /^postgres(?:ql)?:\/\/(.*)$/is.exec(url)?.[1];
  if (rest === undefined) return 'does not have the form postgres://USER:PASSWORD@HOST:PORT/DATABASE';
  const authority = rest.slice(0, endOfAuthority(rest));
  if (rest.includes('#') || rest.slice(authority.length).includes('@') || authority.split('@').length > 2) {
    return 'has an unencoded "@", "/", "?" or "#" in the user name, password or query; percent-encode it (%40, %2F, %3F, %23)';
  }
  if (hasBrokenEscape(rest)) return 'has a "%" that begins no escape; percent-encode it as %25';
  const host = authority.slice(authority.indexOf('@') + 1);
  if (host.includes(',')) return 'names several hosts; Confiture connects to one';
  if (/\s/.test(rest)) return 'contains white space; percent-encode it as %20';
  if (!isParseable(authority, rest)) return 'has a host or port that cannot be read';
  return null;
}

/** True where the URL itself holds a password, which then wins over PGPASSWORD. */
export function hasPassword(url: string): boolean {
  return /^[^/?#]*\/\/[^/?#@]*:[^/?#@]+@/.test(url) || /[?&]password=[^&]/.test(url);
}

function endOfAuthority(rest: string): number {
  const end = rest.search(/[/?#]/);
  return end === -1 ? rest.length : end;
}

function hasBrokenEscape(text: string): boolean {
  try {
    decodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

/** A URL with a user but no host (`postgres://me@/db?host=/run`) is valid for PostgreSQL, not for `URL`. */
function isParseable(authority: string, rest: string): boolean {
  const complete = authority.endsWith('@') ? rest.replace('@', '@localhost') : rest;
  return URL.canParse(`postgres://${complete}`);
}
