import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ErrorFacts } from '../../../src/events/facts.js';
import { defineHook } from '../../../src/hooks/define/define-hook.js';
import type { Hook, HookContext, RunEndContext } from '../../../src/hooks/define/hook.js';
import { confitureErrorOf } from '../thrown-by.js';

describe('defineHook', () => {
  it('returns the very hook it was given', () => {
    const hook = { name: 'audit', on: ['pre_run' as const], run() {} };
    expect(defineHook(hook)).toBe(hook);
  });

  it('refuses what only JavaScript lets through', async () => {
    const error = await confitureErrorOf(() =>
      // @ts-expect-error the phase does not exist
      defineHook({ name: 'audit', on: ['post_exceute'], run() {} }),
    );
    expect(error.code).toBe('HOOK_INVALID');
    expect(error.message).toContain("did you mean 'post_execute'?");
  });
});

describe('types of hooks', () => {
  it('gives run the union of the contexts of its phases', () => {
    defineHook({
      name: 'audit',
      on: ['pre_execute', 'on_error', 'post_run'],
      run(context) {
        expectTypeOf(context.phase).toEqualTypeOf<'pre_execute' | 'on_error' | 'post_run'>();
        if (context.phase === 'on_error') expectTypeOf(context.error).toEqualTypeOf<ErrorFacts>();
        if (context.phase === 'pre_execute') expectTypeOf(context.error).toEqualTypeOf<ErrorFacts | null>();
        if (context.phase === 'post_run') expectTypeOf(context).toExtend<RunEndContext>();
      },
    });
  });

  it('resolves the Python names', () => {
    defineHook({
      name: 'audit',
      on: ['on_failure'],
      run(context) {
        expectTypeOf(context.phase).toEqualTypeOf<'on_error'>();
        expectTypeOf(context.error).toEqualTypeOf<ErrorFacts>();
      },
    });
  });

  it('keeps migration facts out of run-level phases', () => {
    defineHook({
      name: 'audit',
      on: ['pre_run'],
      run(context) {
        // @ts-expect-error no migration has begun in pre_run
        expect(context.migrationName).toBeDefined();
      },
    });
  });

  it('does not let a hook change its context', () => {
    defineHook({
      name: 'audit',
      on: ['pre_run'],
      run(context) {
        // @ts-expect-error facts are read-only
        context.environment = 'elsewhere';
      },
    });
  });

  it('refuses a mistyped phase, a missing run and a timeout in words', () => {
    const wrong = () => {
      // @ts-expect-error no such phase
      defineHook({ name: 'a', on: ['pre_exceute'], run() {} });
      // @ts-expect-error run is missing
      defineHook({ name: 'a', on: ['pre_run'] });
      // @ts-expect-error milliseconds are a number
      defineHook({ name: 'a', on: ['pre_run'], timeoutMs: '5s', run() {} });
    };
    expect(wrong).toThrow();
  });

  it('lets a hook on any phase stand in a list of hooks', () => {
    const narrow = defineHook({ name: 'a', on: ['on_error'], run() {} });
    expectTypeOf(narrow).toExtend<Hook>();
    expectTypeOf<HookContext['phase']>().toEqualTypeOf<
      'pre_run' | 'pre_execute' | 'post_execute' | 'on_error' | 'pre_rollback' | 'post_rollback' | 'post_run'
    >();
  });
});
