import { describe, expect, it, onTestFinished } from 'vitest';
import { createBus, type HookReport } from '../../../src/hooks/call/bus.js';
import type { StartTimer } from '../../../src/hooks/call/call-hook.js';
import { checkHooks } from '../../../src/hooks/define/check-hook.js';
import type { HookContext } from '../../../src/hooks/define/hook.js';
import { migrationContext, runContext } from '../sample-context.js';
import { confitureErrorOf } from '../thrown-by.js';

type Run = (context: HookContext) => unknown;

const mask = (text: string) => text.replaceAll('hunter2', '***');
const never = () => new Promise<never>(() => {});

/** Fires every timer as soon as it is set. */
const atOnce: StartTimer = (_ms, elapsed) => {
  elapsed();
  return () => {};
};

const failed = { ...migrationContext, error: { type: 'UniqueViolation', message: 'duplicate key' } };

/** A bus with one hook for each entry, and what it reports. */
function busOf(hooks: Readonly<Record<string, readonly [phase: string, run: Run]>>, startTimer?: StartTimer) {
  const reports: HookReport[] = [];
  const claims = Object.entries(hooks).map(([name, [phase, run]]) => ({
    value: { name, on: [phase], run },
    source: `db/hooks/${name}.ts`,
  }));
  const onReport = (report: HookReport) => {
    reports.push(report);
  };
  return {
    bus: createBus(checkHooks(claims), { onReport, mask, ...(startTimer && { startTimer }) }),
    reports,
  };
}

describe('has', () => {
  it('knows the phases that have hooks, whatever name they were given', () => {
    const { bus } = busOf({ a: ['before_execute', () => {}] });
    expect([bus.has('pre_execute'), bus.has('pre_run')]).toEqual([true, false]);
  });
});

describe('runGate', () => {
  it('asks the hooks of its phase one after the other, in order', async () => {
    const log: string[] = [];
    const slow = (name: string) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
    };
    const { bus } = busOf({
      a: ['pre_execute', slow('a')],
      other: ['pre_run', slow('other')],
      b: ['pre_execute', slow('b')],
    });
    await bus.runGate('pre_execute', migrationContext);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('passes where there is no hook', async () => {
    await expect(busOf({}).bus.runGate('pre_run', runContext)).resolves.toBeUndefined();
  });

  it('ends in MIGRATION_VETOED with hook, migration and masked reason', async () => {
    const cause = new Error('freeze, says hunter2');
    const { bus } = busOf({
      freeze: [
        'pre_execute',
        () => {
          throw cause;
        },
      ],
    });
    const error = await confitureErrorOf(() => bus.runGate('pre_execute', migrationContext));
    expect(error).toMatchObject({
      code: 'MIGRATION_VETOED',
      exitCode: 1,
      migration: '005_add_payment_table',
      message: "Hook 'freeze' vetoed 005_add_payment_table at pre_execute: freeze, says ***",
      hint: 'The migration was not applied. Settle what the hook objects to, then start again.',
      details: { hook: 'freeze', phase: 'pre_execute', kind: 'threw', source: 'db/hooks/freeze.ts' },
    });
    expect(error.cause).toBe(cause);
  });

  it('speaks of the run where no migration is concerned', async () => {
    const { bus } = busOf({ freeze: ['pre_run', () => Promise.reject('not on Fridays')] });
    const error = await confitureErrorOf(() => bus.runGate('pre_run', runContext));
    expect(error.message).toBe("Hook 'freeze' vetoed the run at pre_run: not on Fridays");
    expect(error.migration).toBeUndefined();
  });

  it('asks no further hook after a veto', async () => {
    const asked: string[] = [];
    const { bus } = busOf({
      no: ['pre_run', () => Promise.reject(new Error('no'))],
      late: ['pre_run', () => asked.push('late')],
    });
    await confitureErrorOf(() => bus.runGate('pre_run', runContext));
    expect(asked).toEqual([]);
  });

  it('vetoes when a hook does not answer in time', async () => {
    const { bus } = busOf({ stuck: ['pre_rollback', never] }, atOnce);
    const error = await confitureErrorOf(() => bus.runGate('pre_rollback', migrationContext));
    expect(error.message).toBe(
      "Hook 'stuck' vetoed 005_add_payment_table at pre_rollback: no answer within 30 s",
    );
    expect(error.hint).toContain('was not rolled back');
    expect(error.hint).toContain('timeoutMs');
    expect(error.details.kind).toBe('timed-out');
  });

  it('vetoes by Node’s own timer too', async () => {
    const value = { name: 'stuck', on: ['pre_run'], run: never, timeoutMs: 1 };
    const bus = createBus(checkHooks([{ value, source: 'a.ts' }]), { mask, onReport() {} });
    const error = await confitureErrorOf(() => bus.runGate('pre_run', runContext));
    expect(error.message).toContain('no answer within 0.001 s');
  });
});

describe('notify', () => {
  it('goes on to the next observer after one that throws', async () => {
    const seen: string[] = [];
    const { bus, reports } = busOf({
      bad: [
        'post_execute',
        () => {
          throw new Error('cannot log in with hunter2');
        },
      ],
      good: ['post_execute', ({ phase }) => seen.push(phase)],
    });
    await bus.notify('post_execute', migrationContext);
    expect(seen).toEqual(['post_execute']);
    expect(reports).toEqual([
      { hook: 'bad', phase: 'post_execute', kind: 'threw', message: 'cannot log in with ***' },
    ]);
  });

  it.each<[string, Run, string]>([
    ['a rejection', () => Promise.reject(new Error('late no')), 'late no'],
    ['a text', () => Promise.reject('just no'), 'just no'],
    ['undefined', () => Promise.reject(undefined), 'no message, a thrown undefined'],
    ['null', () => Promise.reject(null), 'no message, a thrown null'],
    ['a symbol', () => Promise.reject(Symbol('s')), 'no message, a thrown symbol'],
    ['a frozen object', () => Promise.reject(Object.freeze({ message: 'cold' })), 'cold'],
    ['an error without a message', () => Promise.reject(new RangeError()), 'RangeError'],
    [
      'a group of errors without a message',
      () => Promise.reject(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })),
      'ECONNREFUSED',
    ],
    [
      'an object without a message',
      () => Promise.reject({ password: 'hunter2' }),
      'no message, a thrown object',
    ],
    [
      'an error that throws when read',
      () =>
        Promise.reject({
          get message() {
            throw new Error('trap');
          },
        }),
      'the error cannot be read',
    ],
    [
      'a thenable that throws',
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: what a hook may return by accident
        then() {
          throw new Error('from then');
        },
      }),
      'from then',
    ],
  ])('reports %s', async (_, run, message) => {
    const { bus, reports } = busOf({ bad: ['on_error', run] });
    await bus.notify('on_error', failed);
    expect(reports).toEqual([{ hook: 'bad', phase: 'on_error', kind: 'threw', message }]);
  });

  it('reports a message of any length at a bounded one', async () => {
    const { bus, reports } = busOf({ bad: ['post_execute', () => Promise.reject('x'.repeat(100_000))] });
    await bus.notify('post_execute', migrationContext);
    expect(reports[0]?.message).toHaveLength(501);
  });

  it('reports a time-out and goes on', async () => {
    const { bus, reports } = busOf({ stuck: ['post_execute', never] }, atOnce);
    await bus.notify('post_execute', migrationContext);
    expect(reports).toEqual([
      { hook: 'stuck', phase: 'post_execute', kind: 'timed-out', message: 'no answer within 30 s' },
    ]);
  });

  it('leaves the late rejection of a hook that timed out unheard', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    onTestFinished(() => {
      process.off('unhandledRejection', listen);
    });
    let rejectLate = (_reason: Error) => {};
    const run = () => new Promise<never>((_, reject) => (rejectLate = reject));
    const { bus, reports } = busOf({ stuck: ['post_execute', run] }, atOnce);
    await bus.notify('post_execute', migrationContext);
    rejectLate(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
    expect(reports).toHaveLength(1);
  });

  it('stops the timer of a hook that answers', async () => {
    const running = new Set<number>();
    const timer: StartTimer = (ms) => {
      running.add(ms);
      return () => running.delete(ms);
    };
    const { bus } = busOf({ quick: ['post_execute', () => Promise.reject('no')] }, timer);
    await bus.notify('post_execute', migrationContext);
    expect([...running]).toEqual([]);
  });

  it('survives a reporter that throws', async () => {
    const value = { name: 'bad', on: ['post_run'], run: () => Promise.reject('no') };
    const bus = createBus(checkHooks([{ value, source: 'a.ts' }]), {
      mask,
      onReport() {
        throw new Error('broken reporter');
      },
    });
    await expect(
      bus.notify('post_run', { ...runContext, applied: [], failed: null, unknown: [] }),
    ).resolves.toBeUndefined();
  });

  it('survives a mask that throws, and shows nothing then', async () => {
    const reports: HookReport[] = [];
    const value = { name: 'bad', on: ['post_execute'], run: () => Promise.reject('hunter2') };
    const bus = createBus(checkHooks([{ value, source: 'a.ts' }]), {
      mask: () => {
        throw new Error('broken mask');
      },
      onReport: (report) => reports.push(report),
    });
    await bus.notify('post_execute', migrationContext);
    expect(reports[0]?.message).toBe('the error cannot be read');
  });
});

describe('contexts', () => {
  it('are named after the phase they are given in', async () => {
    const phases: string[] = [];
    const { bus } = busOf({ a: ['post_rollback', ({ phase }) => phases.push(phase)] });
    await bus.notify('post_rollback', migrationContext);
    expect(phases).toEqual(['post_rollback']);
  });

  it.each<[string, (context: HookContext) => void]>([
    ['a fact', (context) => Object.assign(context, { environment: 'x' })],
    ['a nested fact', (context) => Object.assign(context.database, { host: 'x' })],
    ['a list', (context) => ('applied' in context ? (context.applied as string[]).push('x') : undefined)],
  ])('cannot be changed: %s', async (_, tamper) => {
    const { bus, reports } = busOf({ bad: ['post_run', tamper] });
    await bus.notify('post_run', { ...runContext, applied: ['005'], failed: null, unknown: [] });
    expect(reports).toMatchObject([
      { kind: 'threw', message: expect.stringMatching(/read only|not extensible/) },
    ]);
  });

  it('keep a changed date from the next hook and from the runner', async () => {
    const seen: (Date | null)[] = [];
    const { bus } = busOf({
      bad: ['pre_run', ({ startTime }) => startTime?.setTime(0)],
      good: ['pre_run', ({ startTime }) => seen.push(startTime)],
    });
    const startTime = new Date('2030-01-02T03:04:05.000Z');
    await bus.runGate('pre_run', { ...runContext, startTime });
    expect(seen).toEqual([new Date('2030-01-02T03:04:05.000Z')]);
    expect(startTime.toISOString()).toBe('2030-01-02T03:04:05.000Z');
  });
});

describe('types', () => {
  it('keep gates and observers apart', async () => {
    const { bus } = busOf({});
    // @ts-expect-error an observer cannot veto
    await bus.runGate('post_execute', migrationContext);
    // @ts-expect-error a gate must be awaited as one
    await bus.notify('pre_execute', migrationContext);
    // @ts-expect-error on_error needs an error
    await bus.notify('on_error', migrationContext);
    const { phase: _, ...withoutPhase } = migrationContext;
    await bus.runGate('pre_execute', withoutPhase);
    expect(bus.has('pre_execute')).toBe(false);
  });
});
