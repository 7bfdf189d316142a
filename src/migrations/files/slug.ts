/** `Add payment-table` as `add_payment_table`: letters and digits of any script, in lower case, joined by `_`. */
export function slugOf(name: string): string {
  return name
    .normalize('NFC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '_')
    .replace(/^_|_$/g, '');
}
