import { hash } from 'node:crypto';

const BOM = '\u00ef\u00bb\u00bf';

/** SHA-256 of the file's bytes as they are, in hex: what the Python Confiture writes into the ledger. */
export function checksumOf(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/**
 * True where `bytes` are the file that was recorded, or differ from it only in a byte order mark or in line ends
 * (a checkout with other settings). The recorded file may have had LF or CRLF, with or without the mark; one that
 * mixed both line ends is recognised only byte for byte.
 */
export function checksumMatches(bytes: Uint8Array, recorded: string): boolean {
  const wanted = recorded.toLowerCase();
  if (checksumOf(bytes) === wanted) return true;
  for (const form of equivalentForms(bytes)) {
    if (checksumOf(Buffer.from(form, 'latin1')) === wanted) return true;
  }
  return false;
}

/** The bytes in every combination of mark and line end, one byte a character. */
function* equivalentForms(bytes: Uint8Array): Generator<string> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const bare = raw.startsWith(BOM) ? raw.slice(BOM.length) : raw;
  const unix = bare.replaceAll('\r\n', '\n');
  for (const form of [unix, unix.replaceAll('\n', '\r\n')]) {
    yield form;
    yield BOM + form;
  }
}
