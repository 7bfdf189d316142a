import { describe, expect, it } from 'vitest';
import { sortClaims } from '../../src/hooks/define/check-hook.js';
import { defineOutboxHook } from '../../src/hooks/define/define-outbox-hook.js';

const source = 'db/hooks/mail.ts';
const good = {
  name: 'mail',
  subscribes: ['migration.failed', 'endpoint.*', 'migration.failed'],
  messages: () => [],
  deliver: async () => ({}),
};
const messagesOf = (value: unknown) => sortClaims([{ value, source }]).faults.map(({ message }) => message);

describe('outbox hooks', () => {
  it('are told from the others by what they have, and subscribe to types and patterns', () => {
    const run = { name: 'run', on: ['pre_run'], run: () => {} };
    const { hooks, outboxHooks, faults } = sortClaims([{ value: [run, good], source }]);
    expect(faults).toEqual([]);
    expect(hooks.map(({ name }) => name)).toEqual(['run']);
    expect(outboxHooks.map(({ name, subscribes }) => [name, subscribes])).toEqual([
      ['mail', ['migration.failed', 'endpoint.*']],
    ]);
  });

  it.each([
    ['no deliver', { ...good, deliver: undefined }, 'deliver must be a function'],
    ['endpoints that are a list', { ...good, endpoints: ['a'] }, 'endpoints must be a function'],
    [
      'a misspelt type',
      { ...good, subscribes: ['migration.faild'] },
      'unknown event type or pattern "migration.faild": did you mean migration.failed?',
    ],
    [
      'a phase instead of a type',
      { ...good, subscribes: ['pre_run'] },
      'unknown event type or pattern "pre_run"',
    ],
    ['types that are no texts', { ...good, subscribes: [7] }, 'subscribes must hold event types or patterns'],
    ['no name', { ...good, name: '' }, 'name must be a text that is not empty'],
  ])('with %s are faults', (_title, value, message) => {
    expect(messagesOf(value)).toEqual([expect.stringContaining(message)]);
  });

  it('share one list of names with the others', () => {
    const { faults } = sortClaims([{ value: [good, { ...good }], source }]);
    expect(faults).toHaveLength(1);
  });

  it('with a fault are refused where they are defined', () => {
    expect(() => defineOutboxHook({ ...good, subscribes: [] } as never)).toThrow(
      'subscribes must be a list of event types',
    );
  });
});
