#!/usr/bin/env node
import path from 'node:path';
import { compileWasmAgain } from '../src/cli/process/compile-wasm-once.js';
import { requireCached } from './code-cache.js';

const version = process.env.CONFITURE_VERSION ?? 'development';
const parts = (process.env.CONFITURE_PARTS ?? '').split(' ').map((name) => [`./${name}`, name]);
/** What `migrate up` uses most of; a cache of the others is kept after any command. */
const OF_RUNS = new Set(['run', 'sending', 'lifecycle', 'embedded', 'undici']);
const OF_OTHERS = new Set(['rest', 'knex']);
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = requireCached(path.join(__dirname, 'program.cjs'), {
    build: process.env.CONFITURE_BUILD ?? version,
    beside: { knex: 'knex.cjs', undici: 'undici.cjs', ...Object.fromEntries(parts) },
    // The command whose time matters most has used what matters most of the parts that it loads.
    keeps: (name) =>
      (OF_OTHERS.has(name) || (OF_RUNS.has(name) && args.includes('up'))) && process.exitCode === 0,
    restoreFlags: compileWasmAgain,
  }) as typeof import('./program.js');
  void main(version);
}
