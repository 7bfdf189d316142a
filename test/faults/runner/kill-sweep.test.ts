import { expect, test } from 'vitest';
import { chanceOf } from '../support/chance.js';
import { type KillOptions, killAtMessages, killAtTimes } from '../support/kill-sweep.js';
import { noteOutcome } from '../support/note-outcome.js';

const SEED = Number(process.env.CONFITURE_SWEEP_SEED ?? 20_260_501);
const KILLS = Number(process.env.CONFITURE_SWEEP_KILLS ?? 30);
/** Of four kills, three come at a random moment and one right after a message has left. */
const AT_MESSAGES = Math.round(KILLS / 4);
const TIMEOUT_MS = 60_000 + KILLS * 20_000;

test('goes on by itself, and loses no event and invents none, after a kill at any moment', {
  timeout: TIMEOUT_MS,
}, async () => {
  const figures = await killAtTimes(options('moment', KILLS - AT_MESSAGES, SEED));
  expect(figures.faults).toEqual([]);
  expect(figures.kills).toBe(KILLS - AT_MESSAGES);
  expect(figures.placesHit.length).toBeGreaterThan(4);
});

test('does so after a kill between any two messages', { timeout: TIMEOUT_MS }, async () => {
  const figures = await killAtMessages(options('message', AT_MESSAGES, SEED + 1));
  expect(figures.faults).toEqual([]);
  expect(figures.kills).toBe(AT_MESSAGES);
  expect(figures.placesHit.length).toBeGreaterThan(4);
});

function options(kind: string, kills: number, seed: number): KillOptions {
  return {
    kills,
    projects: 3,
    chance: chanceOf(seed),
    onOutcome: (outcome) => noteOutcome({ kind, ...outcome }),
  };
}
