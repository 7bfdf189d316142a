/** Path segments and words shorter than this are names rather than tokens. */
const SHORTEST_TOKEN = 8;

/**
 * What a receiver may send back of a request that must not be stored: secrets, values of custom headers (without
 * their scheme too: `Bearer …`), and the tokens that webhook URLs carry in path and query.
 */
export function confidentialParts(
  url: URL,
  headers: readonly (readonly [name: string, value: string])[],
  secrets: readonly string[],
): string[] {
  const values = headers.flatMap(([, value]) => [
    value,
    value.slice(value.indexOf(' ') + 1),
    ...decodedBasic(value),
  ]);
  const segments = url.pathname.split('/').filter((segment) => segment.length >= SHORTEST_TOKEN);
  return [...new Set([...secrets, ...values, ...segments, ...url.searchParams.values()])];
}

/** User names are names, but for long ones and those without a password: services take a token in their place. */
function decodedBasic(value: string): string[] {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(value)?.[1];
  if (encoded === undefined) return [];
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const [user, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
  return [decoded, password, ...(password === '' || user.length >= SHORTEST_TOKEN ? [user] : [])];
}
