import { expect, onTestFinished, test } from 'vitest';
import { startServer } from '../../support/postgres-server.js';
import { chanceOf } from '../support/chance.js';
import { openSweepProject } from '../support/sweep-project.js';

const SEED = 20_260_502;
const CRASHES = Number(process.env.CONFITURE_SWEEP_CRASHES ?? 3);
const PROJECTS = 3;
/** What a run says whose server is gone: the link is lost, or it is not known whether the last commit took effect. */
const SERVER_GONE = [3, 10];

test('goes on by itself after the server was stopped at once and started again', {
  timeout: 180_000 + CRASHES * 60_000,
}, async () => {
  const chance = chanceOf(SEED);
  const server = await startServer();
  onTestFinished(() => server.stop());
  const projects = await Promise.all(
    Array.from({ length: PROJECTS }, () => openSweepProject({ server: server.url })),
  );
  await Promise.all(projects.map((project) => project.reset(() => 0.99)));
  const began = performance.now();
  await Promise.all(projects.map((project) => project.start().ended));
  let spanMs = performance.now() - began;
  const exitCodes: (number | null)[] = [];
  const applied = new Set<number>();

  for (let crash = 0; crash < CRASHES; crash += 1) {
    await Promise.all(projects.map((project) => project.reset(chance)));
    const runs = projects.map((project) => project.start());
    await new Promise((resolve) => setTimeout(resolve, (0.2 + 0.8 * chance()) * spanMs));
    await server.crash();
    const before = exitCodes.length;
    for (const run of runs) {
      const { exitCode, stdout } = await run.ended;
      exitCodes.push(exitCode);
      expect(() => JSON.parse(stdout)).not.toThrow();
    }
    // Runs that were all over first tell that the machine is quicker now than when the span was measured.
    if (!exitCodes.slice(before).some(isServerGone)) spanMs *= 0.7;
    await server.restart();
    for (const project of projects) applied.add(await project.checkAgreement());
    await Promise.all(projects.map((project) => project.finish()));
  }

  expect(exitCodes.filter(isServerGone).length).toBeGreaterThan(CRASHES / 2);
  expect(exitCodes.filter((code) => !isServerGone(code) && code !== 0 && code !== 1)).toEqual([]);
  expect(applied.size).toBeGreaterThan(1);
});

function isServerGone(exitCode: number | null): boolean {
  return exitCode !== null && SERVER_GONE.includes(exitCode);
}
