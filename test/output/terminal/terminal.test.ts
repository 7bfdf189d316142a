import { describe, expect, it } from 'vitest';
import { isCi, supportsUnicode, wantsColor } from '../../../src/output/terminal/terminal.js';

describe('wantsColor', () => {
  it.each([
    ['paints on a terminal', {}, true, true],
    ['does not paint into a pipe', {}, false, false],
    ['does not paint on a dumb terminal', { TERM: 'dumb' }, true, false],
    ['honours NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['ignores an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['paints into a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
    ['takes an empty FORCE_COLOR as yes', { FORCE_COLOR: '' }, false, true],
    ['takes FORCE_COLOR=0 as no', { FORCE_COLOR: '0' }, true, false],
    ['takes FORCE_COLOR=false as no', { FORCE_COLOR: 'false' }, true, false],
    ['lets FORCE_COLOR win over NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['lets FORCE_COLOR win over TERM=dumb', { FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  ])('%s', (_title, env, isTTY, expected) => {
    expect(wantsColor(env, isTTY)).toBe(expected);
  });
});

describe('supportsUnicode', () => {
  it.each([
    ['counts an unset locale as UTF-8', {}, true],
    ['accepts a UTF-8 locale', { LANG: 'en_US.UTF-8' }, true],
    ['accepts the spelling utf8', { LC_ALL: 'C.utf8' }, true],
    ['refuses the C locale', { LANG: 'C' }, false],
    ['refuses another encoding', { LC_CTYPE: 'de_DE.ISO-8859-1' }, false],
    ['lets LC_ALL win over LANG', { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, false],
    ['refuses the Linux console', { TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
    ['refuses the old Windows console', { OS: 'Windows_NT' }, false],
    ['accepts Windows Terminal', { OS: 'Windows_NT', WT_SESSION: 'a' }, true],
  ])('%s', (_title, env, expected) => {
    expect(supportsUnicode(env)).toBe(expected);
  });
});

describe('isCi', () => {
  it.each([
    [{ CI: 'true' }, true],
    [{ CI: '1' }, true],
    [{ CI: 'false' }, false],
    [{ CI: '' }, false],
    [{ GITHUB_ACTIONS: 'true' }, true],
    [{ TF_BUILD: 'True' }, true],
    [{}, false],
  ])('reads %o as %s', (env, expected) => {
    expect(isCi(env)).toBe(expected);
  });
});
