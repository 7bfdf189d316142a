import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import type { ErrorFacts } from '../../../src/events/facts.js';
import { registeredHooks, registerHook } from '../../../src/hooks/define/register-hook.js';
import { confitureErrorOf } from '../thrown-by.js';

const names = () => registeredHooks().map(({ name }) => name);

/** Registers for the length of one test. */
const register: typeof registerHook = (...args) => {
  const unregister = registerHook(...args);
  onTestFinished(unregister);
  return unregister;
};

describe('registerHook', () => {
  it('keeps hooks in the order of the calls', () => {
    register('post_execute', () => {}, { name: 'first' });
    register('after_execute', () => {}, { name: 'second', timeoutMs: 5 });
    expect(registeredHooks()).toMatchObject([
      { name: 'first', on: ['post_execute'] },
      { name: 'second', on: ['after_execute'], timeoutMs: 5 },
    ]);
  });

  it('names a hook after its function, else after the phase, with a number where that is taken', () => {
    function audit() {}
    register('pre_run', audit);
    register('post_run', audit);
    register('post_run', () => {});
    register('post_run', () => {});
    expect(names()).toEqual(['audit', 'audit-2', 'post_run', 'post_run-2']);
  });

  it('takes back its own hook only, however often it is asked to', () => {
    const unregister = register('pre_run', () => {}, { name: 'gone' });
    register('pre_run', () => {}, { name: 'stays' });
    unregister();
    unregister();
    expect(names()).toEqual(['stays']);
  });

  it('refuses an unknown phase at once and registers nothing', async () => {
    const error = await confitureErrorOf(() =>
      // @ts-expect-error the phase does not exist
      registerHook('post_exceute', () => {}, { name: 'audit' }),
    );
    expect(error.code).toBe('HOOK_INVALID');
    expect(error.message).toContain("did you mean 'post_execute'?");
    expect(names()).toEqual([]);
  });

  it('types the context by the phase', () => {
    register('on_failure', (context) => {
      expectTypeOf(context.error).toEqualTypeOf<ErrorFacts>();
    });
    expect(names()).toHaveLength(1);
  });
});
