/**
 * Order of versions. Runs of digits compare as numbers and everything else by code unit, so that `9 < 10`,
 * `V2 < V10` and `1.9 < 1.10`; the version alone decides, not the files around it.
 *
 * `5` and `005` compare as equal though they are different texts. Discovery refuses a folder that holds both,
 * because neither order could be the one that was meant.
 */
export function compareVersions(left: string, right: string): number {
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    if (isDigit(left, l) && isDigit(right, r)) {
      const leftEnd = endOfDigits(left, l);
      const rightEnd = endOfDigits(right, r);
      const order = compareDigits(left.slice(l, leftEnd), right.slice(r, rightEnd));
      if (order !== 0) return order;
      l = leftEnd;
      r = rightEnd;
    } else {
      const order = left.charCodeAt(l++) - right.charCodeAt(r++);
      if (order !== 0) return Math.sign(order);
    }
  }
  return Math.sign(left.length - l - (right.length - r));
}

/** Digits of any length, compared as numbers without becoming one. */
function compareDigits(left: string, right: string): number {
  const l = left.replace(/^0+/, '');
  const r = right.replace(/^0+/, '');
  if (l.length !== r.length) return l.length < r.length ? -1 : 1;
  if (l === r) return 0;
  return l < r ? -1 : 1;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function endOfDigits(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text, at)) at++;
  return at;
}
