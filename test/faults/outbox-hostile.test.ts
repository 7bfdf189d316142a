import { beforeAll, describe, expect, it } from 'vitest';
import type { Ending, HostileKind, Next } from './hostile/hostile-kind.js';
import { hostilePass, type Stored } from './hostile/hostile-pass.js';
import { nonsenseKinds, pouringKinds } from './hostile/kinds-nonsense.js';
import { silentKinds } from './hostile/kinds-silence.js';

describe.each([
  { what: 'a', kinds: [...silentKinds, ...nonsenseKinds, ...pouringKinds] },
])('$what', ({ kinds }) => {
  it.each(kinds)('$name: $ending.result, $ending.confiture, $ending.sensei', { timeout: 20_000 }, async (kind) => {
    const rss = process.memoryUsage().rss;
    const t = performance.now();
    const pass = await hostilePass(kind);
    console.log(kind.name, Math.round(performance.now() - t), pass.connections, pass.bytesPoured, (process.memoryUsage().rss - rss) >> 20);
    expect({ confiture: pass.stored.confiture, sensei: pass.stored.sensei }).toEqual({
      confiture: storedOf(kind.ending, 'confiture'),
      sensei: storedOf(kind.ending, 'sensei'),
    });
  });
});

function storedOf(ending: Ending, schedule: 'confiture' | 'sensei'): unknown {
  const next: Next = ending[schedule];
  return {
    state: typeof next === 'number' ? 'waiting' : next,
    result: ending.result,
    answer: ending.answer,
    nextSeconds: typeof next === 'number' ? next : null,
    throttledSeconds: ending.throttled?.[schedule] ?? null,
    disabledReason: ending.disabledReason,
    log: [ending.result],
    leased: false,
  };
}
