import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultLine } from '../../../src/hooks/load/fault-line.js';

const file = resolve('my hooks', 'a(1).mjs');

/** An error whose stack is `stack`. */
const errorWith = (stack: string) => Object.assign(new Error('no'), { stack });

describe('faultLine', () => {
  it.each([
    ['a path', `Error: no\n    at run (${file}:7:9)`],
    ['a URL', `Error: no\n    at ${pathToFileURL(file).href}:7:9`],
    ['the first of several frames', `Error: no\n    at run (${file}:7:9)\n    at ${file}:12:1`],
    ['frames of other files before', `Error: no\n    at ${resolve('b.mjs')}:2:1\n    at ${file}:7:9`],
  ])('reads %s', (_, stack) => {
    expect(faultLine(errorWith(stack), file)).toBe(7);
  });

  it('reads the message of a parser', () => {
    expect(faultLine(new Error(`ParseError\n ${file}:7:1`), file)).toBe(7);
  });

  it.each([
    ['an error from elsewhere', errorWith(`Error: no\n    at ${resolve('b.mjs')}:2:1`)],
    ['a thrown text', `${file}:7:9`],
    [
      'an error whose stack throws',
      Object.defineProperty(new Error('no'), 'stack', {
        get() {
          throw new Error('trap');
        },
      }),
    ],
  ])('knows none for %s', (_, error) => {
    expect(faultLine(error, file)).toBeUndefined();
  });
});
