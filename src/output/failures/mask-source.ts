import { maskText } from '../../redaction/redaction.js';

/** Lines around the fault that are masked together, so that a secret is known by what stands near it. */
const NEIGHBOURS = 100;
const MASKED = '***';

export interface SourceLine {
  /** From 1. */
  readonly number: number;
  readonly original: string;
  /** What may be shown of it. */
  readonly masked: string;
}

/**
 * The lines `line - context` to `line + context` of a file, secrets masked; empty where the file is shorter.
 * Masking that reaches over several lines may join them. Then a line is shown only as it stands in the masked
 * text, and any other is masked whole: showing less is safe, showing a line of a key is not.
 */
export function maskedLines(source: string, line: number, context: number): SourceLine[] {
  const all = source.replace(/^\u{feff}/u, '').split(/\r?\n/);
  if (line < 1 || line > all.length) return [];
  const start = Math.max(0, line - 1 - NEIGHBOURS);
  const original = all.slice(start, line + NEIGHBOURS);
  const masked = maskText(original.join('\n')).split('\n');
  const survives = new Set(masked);
  const shown = (text: string, index: number) => {
    if (masked.length === original.length) return masked[index] ?? MASKED;
    const alone = maskText(text);
    return survives.has(alone) ? alone : MASKED;
  };
  return original
    .map((text, index) => ({ number: start + index + 1, original: text, masked: shown(text, index) }))
    .filter(({ number }) => Math.abs(number - line) <= context);
}

/** Where the text before `column` (characters, from 1) of the original ends in the masked form. */
export function maskedOffset({ original, masked }: SourceLine, column: number): number {
  const before = maskText([...original].slice(0, Math.max(0, column - 1)).join(''));
  let offset = 0;
  while (offset < before.length && before[offset] === masked[offset]) offset++;
  return offset;
}
