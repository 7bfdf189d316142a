/** Lowest second byte after lead bytes that could otherwise spell an overlong form. */
const LOWEST_SECOND: Readonly<Record<number, number>> = { 224: 0xa0, 240: 0x90 };
/** Highest second byte after lead bytes that could otherwise spell a surrogate or pass U+10FFFF. */
const HIGHEST_SECOND: Readonly<Record<number, number>> = { 237: 0x9f, 244: 0x8f };

/** Offset of the byte at which `bytes` stop being UTF-8 (RFC 3629); their length where all is well. */
export function firstInvalidByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

/** Bytes of the character at `at`; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  if (length === 0 || second < (LOWEST_SECOND[lead] ?? 0x80) || second > (HIGHEST_SECOND[lead] ?? 0xbf))
    return 0;
  for (let next = at + 2; next < at + length; next++) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
