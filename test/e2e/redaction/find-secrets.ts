/** A planted secret; `needles` are its texts of which none may be found, the longest lines of a key for instance. */
export interface Planted {
  readonly kind: string;
  readonly secret: string;
}

/** The secrets that stand in `text`, plainly, as JSON, percent-encoded or in base64. A line of a key is enough. */
export function findSecrets(text: string, planted: readonly Planted[]): string[] {
  return planted.flatMap(({ kind, secret }) => {
    const found = formsOf(secret).find((form) => text.includes(form));
    return found === undefined ? [] : [`${kind}: ${found}`];
  });
}

function formsOf(secret: string): string[] {
  const lines = secret.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  return lines.flatMap((line) => [
    line,
    JSON.stringify(line).slice(1, -1),
    encodeURIComponent(line),
    Buffer.from(line).toString('base64').replace(/=+$/, ''),
  ]);
}
