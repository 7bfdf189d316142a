/** `"name"` for SQL text. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A string literal that means the same whatever a migration has done to the session: escapes are
 * explicit (standard_conforming_strings) and all bytes are ASCII (client_encoding). NUL is dropped, as
 * PostgreSQL has no such character.
 */
export function quoteLiteral(text: string | null): string {
  if (text === null) return 'null';
  let body = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "'") body += "''";
    else if (character === '\\') body += '\\\\';
    else if (code >= 0x20 && code < 0x7f) body += character;
    else if (code > 0xffff) body += `\\U${code.toString(16).padStart(8, '0')}`;
    else if (code > 0 && !(code >= 0xd800 && code <= 0xdfff))
      body += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `E'${body}'`;
}
