import { describe, expect, it } from 'vitest';
import { exportedHooks } from '../../../src/hooks/load/exported-hooks.js';

const hook = { name: 'audit', on: ['pre_run'], run() {} };
const namespace = (members: object) => ({ [Symbol.toStringTag]: 'Module', ...members });

describe('exportedHooks', () => {
  it.each([
    ['an ES module', namespace({ default: hook })],
    ['CommonJS, imported by Node', namespace({ default: hook, 'module.exports': hook })],
    [
      'CommonJS compiled from ES syntax, imported by Node',
      namespace({ default: { __esModule: true, default: hook } }),
    ],
    ['CommonJS, imported by jiti', hook],
    ['CommonJS compiled from ES syntax, imported by jiti', { __esModule: true, default: hook }],
  ])('finds the default export of %s', (_, module) => {
    expect(exportedHooks(module)).toBe(hook);
  });

  it.each([
    ['an ES module with named exports only', namespace({ hook })],
    ['an ES module compiled by jiti, with named exports only', { __esModule: true, hook }],
    ['CommonJS that exports nothing', namespace({ default: {} })],
    ['an empty list', namespace({ default: [] })],
  ])('finds none in %s', (_, module) => {
    expect(exportedHooks(module)).toBeUndefined();
  });

  it('keeps what is no hook, so that its fault can be named', () => {
    expect(exportedHooks(namespace({ default: 7 }))).toBe(7);
  });
});
