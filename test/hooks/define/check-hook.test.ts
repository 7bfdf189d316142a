import { describe, expect, it } from 'vitest';
import { checkHooks } from '../../../src/hooks/define/check-hook.js';
import { hookPhaseAliases } from '../../../src/hooks/define/hook.js';
import { runContext } from '../sample-context.js';
import { confitureErrorOf } from '../thrown-by.js';

const run = () => {};
const source = 'db/hooks/audit.ts';

describe('checkHooks', () => {
  it('keeps hooks in order and flattens lists', () => {
    const hooks = checkHooks([
      { value: { name: 'a', on: ['pre_run'], run }, source: 'a.ts' },
      {
        value: [
          { name: 'b', on: ['post_run'], run },
          { name: 'c', on: ['post_run'], timeoutMs: 5, run },
        ],
        source: 'b.ts',
      },
    ]);
    expect(hooks.map(({ name, source, timeoutMs }) => [name, source, timeoutMs])).toEqual([
      ['a', 'a.ts', 30_000],
      ['b', 'b.ts', 30_000],
      ['c', 'b.ts', 5],
    ]);
  });

  it.each(Object.entries(hookPhaseAliases))('takes %s for %s', (alias, phase) => {
    expect(checkHooks([{ value: { name: 'a', on: [alias], run }, source }])[0]?.phases).toEqual([phase]);
  });

  it('calls a hook once for a phase it names twice', () => {
    const [hook] = checkHooks([{ value: { name: 'a', on: ['post_execute', 'after_execute'], run }, source }]);
    expect(hook?.phases).toEqual(['post_execute']);
  });

  it('calls run on the hook itself, so that a class may be one', async () => {
    class Audit {
      readonly name = 'audit';
      readonly on = ['pre_run'];
      calls = 0;
      run() {
        this.calls += 1;
      }
    }
    const audit = new Audit();
    const [hook] = checkHooks([{ value: audit, source }]);
    await hook?.run({ ...runContext, phase: 'pre_run' });
    expect(audit.calls).toBe(1);
  });

  it('names hook, file and nearest phase of an unknown phase', async () => {
    const error = await confitureErrorOf(() =>
      checkHooks([{ value: { name: 'audit', on: ['befor_execute'], run }, source }]),
    );
    expect(error.code).toBe('HOOK_INVALID');
    expect(error.exitCode).toBe(5);
    expect(error.message).toBe(
      "hook 'audit' (db/hooks/audit.ts): unknown phase 'befor_execute'; did you mean 'before_execute'?",
    );
    expect(error.hint).toContain('Correct the hook');
  });

  it('lists the phases where none is near', async () => {
    const error = await confitureErrorOf(() =>
      checkHooks([{ value: { name: 'a', on: ['whenever'], run }, source }]),
    );
    expect(error.message).toContain('pre_run, pre_execute, post_execute, on_error');
  });

  it.each([
    [
      'a phase named like an object key',
      { name: 'a', on: ['constructor'], run },
      "unknown phase 'constructor'",
    ],
    ['a phase that is no text', { name: 'a', on: [7], run }, 'not a value of type number'],
    ['one phase without a list', { name: 'a', on: 'pre_run', run }, 'on must be a list'],
    ['no phase', { name: 'a', on: [], run }, 'on must be a list'],
    ['no name', { on: ['pre_run'], run }, 'name must be a text'],
    ['a blank name', { name: ' ', on: ['pre_run'], run }, 'name must be a text'],
    ['no run', { name: 'a', on: ['pre_run'] }, 'run must be a function, not undefined'],
    ['a time-out of 0', { name: 'a', on: ['pre_run'], run, timeoutMs: 0 }, 'timeoutMs must be'],
    ['a time-out with a fraction', { name: 'a', on: ['pre_run'], run, timeoutMs: 1.5 }, 'timeoutMs must be'],
    ['a time-out in words', { name: 'a', on: ['pre_run'], run, timeoutMs: '5' }, 'timeoutMs must be'],
    [
      'a time-out timers cannot hold',
      { name: 'a', on: ['pre_run'], run, timeoutMs: 2 ** 31 },
      'timeoutMs must be',
    ],
    ['a function', run, 'a value of type function'],
    ['null', null, 'found null'],
    ['a text', 'audit', 'a value of type string'],
  ])('refuses %s', async (_, value, message) => {
    const error = await confitureErrorOf(() => checkHooks([{ value, source }]));
    expect(error.message).toContain(message);
    expect(error.message).toContain(source);
  });

  it('refuses a name that is taken, naming both files', async () => {
    const value = { name: 'audit', on: ['pre_run'], run };
    const error = await confitureErrorOf(() =>
      checkHooks([
        { value, source: 'a.ts' },
        { value, source: 'b.ts' },
      ]),
    );
    expect(error.message).toBe("hook 'audit' (b.ts): the name is already taken by a hook from a.ts");
  });

  it('reports all faults of all hooks at once', async () => {
    const error = await confitureErrorOf(() =>
      checkHooks([
        { value: { name: 'a', on: ['nope', 'pre_runn'], timeoutMs: -1 }, source: 'a.ts' },
        { value: 7, source: 'b.ts' },
      ]),
    );
    expect(error.message).toMatch(/^5 faults in hooks:\n/);
    expect(error.details.faults).toMatchObject([
      { hook: 'a', source: 'a.ts' },
      { hook: 'a', source: 'a.ts' },
      { hook: 'a', source: 'a.ts' },
      { hook: 'a', source: 'a.ts' },
      { hook: null, source: 'b.ts' },
    ]);
  });
});
