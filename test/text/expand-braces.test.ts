import { expect, it } from 'vitest';
import { expandBraces } from '../../src/text/expand-braces.js';

it.each([
  ['hooks/{gate,audit}.ts', ['hooks/gate.ts', 'hooks/audit.ts']],
  ['{a,b}/{c,d}', ['a/c', 'a/d', 'b/c', 'b/d']],
  ['x{a,{b,c}}', ['xa', 'xb', 'xc']],
  ['*.{ts,mts,}', ['*.ts', '*.mts', '*.']],
  ['{a}', ['{a}']],
  ['{', ['{']],
  ['{a,b', ['{a,b']],
  ['{$&,b}', ['$&', 'b']],
  ['plain', ['plain']],
])('takes %s for %j', (text, expected) => {
  expect(expandBraces(text)).toEqual(expected);
});
