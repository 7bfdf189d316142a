import { expect, it } from 'vitest';
import type { HookBus } from '../../../../src/hooks/call/bus.js';
import { stoppableHooks } from '../../../../src/runner/lifecycle/steering/stoppable-hooks.js';

const bus = (runGate: () => Promise<void>): HookBus => ({
  has: () => true,
  runGate,
  notify: async () => {},
});

it('a gate that thinks is not waited for once the run is to end', async () => {
  const stop = new AbortController();
  const hooks = stoppableHooks(
    bus(() => new Promise(() => {})),
    stop.signal,
  );
  const asked = hooks.runGate('pre_run', {} as never);
  stop.abort(new Error('cancelled'));
  await expect(asked).rejects.toThrow('cancelled');
});

it('a gate that decides is heard', async () => {
  const { signal } = new AbortController();
  await expect(
    stoppableHooks(
      bus(async () => {}),
      signal,
    ).runGate('pre_run', {} as never),
  ).resolves.toBeUndefined();
  const veto = bus(() => Promise.reject(new Error('not today')));
  await expect(stoppableHooks(veto, signal).runGate('pre_run', {} as never)).rejects.toThrow('not today');
});
