import { describe, expect, it, onTestFinished } from 'vitest';
import { nextCommand } from '../../../src/runner/lifecycle/steering/next-command.js';
import { ledgerOf } from '../../e2e/tables.js';
import { startPoolingProxy } from '../../support/pooling-proxy.js';
import { startServer } from '../../support/postgres-server.js';
import { CELLS, type Cell, type Place } from './cells.js';
import { openStage, type Stage, type StageOptions } from './stage.js';

const PLACES = Object.keys(CELLS) as Place[];
const ASKED = ['pause', 'resume', 'cancel'] as const;
/** Exit codes of a run that ends by each happening. */
const STOPPED = 11;
const SERVER_GONE = [3, 10];

const WAYS = {
  'on a server': {},
  'through a pooler': {
    urlOf: async ({ url }) =>
      (
        await startPoolingProxy(url, {
          mode: 'session',
          servers: 8,
          resets: true,
          passesCancels: true,
        })
      ).url,
  },
} as const satisfies Record<string, Omit<StageOptions, 'place'>>;

describe.each(Object.entries(WAYS))('%s, a run that', (_name, way) => {
  describe.each(PLACES)('%s', (place) => {
    it.each(ASKED)('follows %s', async (verb) => {
      const cell: Cell = CELLS[place][verb];
      const stage = await openStage({ place, ...way });
      const { exitCode, stderr } = await stage.command('migrate', verb, '--reason', 'tried out');
      expect(exitCode, stderr).toBe(cell.asked);
      await expectCell(stage, cell);
      if (verb === 'cancel') expect((await stage.run.ended).exitCode).toBe(STOPPED);
      await finish(stage, cell);
    });

    it('is found where its process was killed', async () => {
      const cell = CELLS[place]['its process is killed'];
      const stage = await openStage({ place, ...way });
      await stage.run.stop('SIGKILL');
      await stage.release();
      await stage.age();
      await expectCell(stage, cell);
      await finish(stage, cell);
    });

    it('is found with what was asked where the process that asked was killed', async () => {
      const cell: Cell = CELLS[place].pause;
      const stage = await openStage({ place, ...way });
      await stage.askAndKill();
      // A run that ends sooner has never looked.
      if (cell.later !== undefined) await stage.heard();
      await expectCell(stage, cell);
      await finish(stage, cell);
    });
  });
});

describe('on a server that stops, a run that', () => {
  it.each(PLACES)('%s is found as it was', async (place) => {
    const cell = CELLS[place]['the server stops'];
    const server = await startServer();
    onTestFinished(() => server.stop());
    const stage = await openStage({ place, server: server.url });
    // Writes to the disk what was committed without waiting for it: the row of a run that has only just begun.
    await stage.database.query('checkpoint');
    await server.crash();
    // A run whose gate thinks sees that its session is lost once the gate has answered.
    const isInGate = place.endsWith('where a gate thinks');
    if (!isInGate) expect(SERVER_GONE).toContain((await stage.run.ended).exitCode);
    await server.restart();
    if (isInGate) await stage.release();
    expect(SERVER_GONE).toContain((await stage.run.ended).exitCode);
    await stage.age();
    await expectCell(stage, cell);
    await stage.release().catch(() => {});
    await finish(stage, cell);
  });
});

/** The state that the table says, at once and, where it says so, once nothing keeps the run busy. */
async function expectCell(stage: Stage, { state, later, next }: Cell): Promise<void> {
  const run = await stage.runIn(state);
  expect(run.id).toBe(stage.id);
  if (later === undefined) expect(nextCommand(run)).toBe(next?.replace('RUN', run.id) ?? null);
  if (later !== undefined) {
    await stage.release();
    const last = await stage.runIn([later]);
    expect(nextCommand(last)).toBe(next?.replace('RUN', last.id) ?? null);
  }
}

/** The command that is to be typed next brings the database to the end. */
async function finish(stage: Stage, { next }: Cell): Promise<void> {
  await stage.release();
  if (next !== null && !next.endsWith('--watch')) {
    const [, ...words] = next.replace('RUN', stage.id).split(' ');
    const { exitCode, stderr } = await stage.command(...words);
    expect(exitCode, stderr).toBe(0);
  }
  const { exitCode } = await stage.run.ended;
  if (!next?.endsWith(' up')) expect(exitCode).toBe(0);
  expect(await ledgerOf(stage.database)).toEqual(['001', '002', '003']);
}
