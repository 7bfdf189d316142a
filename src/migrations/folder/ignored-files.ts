import { expandBraces } from '../../text/expand-braces.js';

/** True for a path below the folder, with `/` between its parts, that is to be left alone. */
export type IsIgnored = (path: string) => boolean;

/**
 * `*` and `?` stay within one part of a path, `**` spans any number of them, `{a,b}` is two
 * patterns. A pattern that matches a folder stands
 * for all that is in it.
 */
export function ignoring(patterns: readonly string[]): IsIgnored {
  if (patterns.length === 0) return () => false;
  const expressions = patterns.flatMap(expandBraces).map(expressionOf);
  return (path) => expressions.some((expression) => expression.test(path));
}

function expressionOf(pattern: string): RegExp {
  const body = pattern
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '')
    .split('/')
    .map((part) => (part === '**' ? '**' : partExpression(part)))
    .join('/')
    .replaceAll('**/', '(?:[^/]+/)*')
    .replaceAll('**', '.*');
  return new RegExp(`^${body}(?:/.*)?$`, 'su');
}

function partExpression(part: string): string {
  return part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
}
