import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import type { RunEvent, RunEventOf, RunEventType } from '../../../src/run-events.js';
import { withMonitoring } from '../../../src/runner/monitor/watch.js';
import type { RunnerPorts } from '../../../src/runner/ports.js';
import type { RunSession } from '../../../src/runner/session/open.js';

// Vitest's fake timers leave this module alone.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, _value: undefined, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
}));

const STEP = { name: '001_a', index: 1, total: 1 };
const FINISHED = { ...STEP, durationMs: 1, rowsAffected: 0, direction: 'up' as const };
const BLOCKER = {
  pid: 42,
  user: 'app',
  application: '',
  client_address: null,
  state: 'active',
  state_ms: 1500,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('opens no session for migrations that end within a second, however many there are', async () => {
  const { ports, open, connectBeside } = setUp();
  await withMonitoring(ports, open, async ({ emit }) => {
    for (let count = 0; count < 20; count += 1) {
      emit({ type: 'migration.started', ...STEP });
      await vi.advanceTimersByTimeAsync(900);
      emit({ type: 'migration.finished', ...FINISHED });
      await vi.advanceTimersByTimeAsync(900);
    }
  });
  expect(connectBeside).not.toHaveBeenCalled();
});

it('tells who blocks, for how long, and that it is over', async () => {
  const { ports, open, answers, emitted } = setUp();
  await withMonitoring(ports, open, async ({ emit }) => {
    answers.blockers = [BLOCKER, { ...BLOCKER, pid: 43 }];
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(1600);
    answers.blockers = [];
    await vi.advanceTimersByTimeAsync(500);
  });
  const by = {
    pid: 42,
    user: 'app',
    application: null,
    clientAddress: null,
    state: 'active',
    stateMs: 1500,
  };
  expect(emitted('migration.blocked').map(({ block }) => block)).toEqual([
    { by, others: 1, waitedMs: 0 },
    { by, others: 1, waitedMs: 500 },
    null,
  ]);
});

it('tells how far the server is', async () => {
  const { ports, open, answers, emitted } = setUp();
  await withMonitoring(ports, open, async ({ emit }) => {
    answers.progress = [{ command: 'VACUUM', phase: 'scanning heap', done: 1, total: 4 }];
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(1000);
  });
  expect(emitted('migration.progressed').map(({ progress }) => progress)).toEqual([
    { command: 'VACUUM', phase: 'scanning heap', fraction: 0.25 },
  ]);
});

it('ends with the run, without waiting for an answer or for the end of its session', async () => {
  const { ports, open, session } = setUp();
  session.queryAll.mockReturnValue(new Promise(() => {}));
  session.close.mockReturnValue(new Promise(() => {}));
  const run = withMonitoring(ports, open, async ({ emit }) => {
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(1100);
    return 'the result';
  });
  expect(await run).toBe('the result');
  expect(session.close).toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up an attempt to connect when the run ends', async () => {
  const { ports, open, connectBeside } = setUp();
  connectBeside.mockReturnValue(new Promise(() => {}));
  await withMonitoring(ports, open, async ({ emit }) => {
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(1100);
  });
  expect(connectBeside.mock.calls[0]?.[1].aborted).toBe(true);
});

it('says nothing where the session cannot be opened, and does not try again', async () => {
  const { ports, open, connectBeside, emitted } = setUp();
  connectBeside.mockRejectedValue(new Error('no free connection'));
  await withMonitoring(ports, open, async ({ emit }) => {
    for (let count = 0; count < 3; count += 1) {
      emit({ type: 'migration.started', ...STEP });
      await vi.advanceTimersByTimeAsync(2000);
    }
  });
  expect(connectBeside).toHaveBeenCalledTimes(1);
  expect(emitted('migration.started')).toHaveLength(3);
  expect([...emitted('migration.blocked'), ...emitted('migration.progressed')]).toEqual([]);
});

it('hands the error of the run on, and ends all the same', async () => {
  const { ports, open, session } = setUp();
  const run = withMonitoring(ports, open, async ({ emit }) => {
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(1100);
    throw new Error('the run failed');
  });
  await expect(run).rejects.toThrow('the run failed');
  expect(session.close).toHaveBeenCalled();
});

it('leaves the embedded database alone, which has no second session', async () => {
  const { ports, open, connectBeside } = setUp({ concurrentSessions: false });
  await withMonitoring(ports, open, async ({ emit }) => {
    emit({ type: 'migration.started', ...STEP });
    await vi.advanceTimersByTimeAsync(5000);
  });
  expect(connectBeside).not.toHaveBeenCalled();
});

function setUp({ concurrentSessions = true } = {}) {
  const answers: { blockers: object[]; progress: object[] } = { blockers: [], progress: [] };
  const session = {
    serverVersion: 180_000,
    queryAll: vi.fn(async (_sql: string) => [answers.blockers, answers.progress]),
    close: vi.fn(async () => {}),
  };
  const connectBeside = vi.fn(
    async (_name: string, _signal: AbortSignal) => session as Partial<Connection> as Connection,
  );
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => void events.push(event);
  const emitted = <T extends RunEventType>(type: T) =>
    events.filter((event): event is RunEventOf<T> => event.type === type);
  const ports = { emit, connectBeside, now: Date.now } as Partial<RunnerPorts> as RunnerPorts;
  const open = {
    connection: { capabilities: { concurrentSessions, cancel: true } },
    facts: { backendPid: 7 },
  } as RunSession;
  return { ports, open, session, connectBeside, answers, emitted };
}
