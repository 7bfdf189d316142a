/**
 * A record of a CSV file as RFC 4180 has it, with its line end. An object is written as JSON, null as an empty field. A
 * text that a spreadsheet would take for a formula has an apostrophe in front, which spreadsheets show as text.
 */
export function csvRow(fields: readonly unknown[]): string {
  return `${fields.map(fieldOf).join(',')}\r\n`;
}

/** A formula begins with one of these signs, full-width ones too, also behind what a spreadsheet trims. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u;
/** Beginning of a field that spreadsheets cut a cell at. */
const CELL_BREAK = /^[\t\r\n]/;

function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless =
    typeof value === 'string' && (FORMULA.test(text) || CELL_BREAK.test(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
