import { describe, expect, it } from 'vitest';
import { sortClaims } from '../../src/hooks/define/check-hook.js';
import { defineOutboxHook } from '../../src/hooks/define/define-outbox-hook.js';

const source = 'db/hooks/mail.ts';
const good = { name: 'mail', on: ['on_failure', 'on_error'], messages: () => [], deliver: async () => ({}) };
const messagesOf = (value: unknown) => sortClaims([{ value, source }]).faults.map(({ message }) => message);

describe('outbox hooks', () => {
  it('are told from the others by what they have, and know phases by all their names', () => {
    const run = { name: 'run', on: ['pre_run'], run: () => {} };
    const { hooks, outboxHooks, faults } = sortClaims([{ value: [run, good], source }]);
    expect(faults).toEqual([]);
    expect(hooks.map(({ name }) => name)).toEqual(['run']);
    expect(outboxHooks.map(({ name, on }) => [name, on])).toEqual([['mail', ['on_error']]]);
  });

  it.each([
    ['no deliver', { ...good, deliver: undefined }, 'deliver must be a function'],
    ['targets that are a list', { ...good, targets: ['a'] }, 'targets must be a function'],
    ['a misspelt phase', { ...good, on: ['on_eror'] }, "unknown phase 'on_eror'; did you mean 'on_error'?"],
    ['a phase that is no event', { ...good, on: ['pre_run'] }, "phase 'pre_run' is no event"],
    ['no name', { ...good, name: '' }, 'name must be a text that is not empty'],
  ])('with %s are faults', (_title, value, message) => {
    expect(messagesOf(value)).toEqual([expect.stringContaining(message)]);
  });

  it('share one list of names with the others', () => {
    const { faults } = sortClaims([{ value: [good, { ...good }], source }]);
    expect(faults).toHaveLength(1);
  });

  it('with a fault are refused where they are defined', () => {
    expect(() => defineOutboxHook({ ...good, on: [] } as never)).toThrow('on must be a list of phases');
  });
});
