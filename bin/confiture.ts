#!/usr/bin/env node
import path from 'node:path';
import { compileWasmAgain } from '../src/cli/process/compile-wasm-once.js';
import { requireCached } from './code-cache.js';

const version = process.env.CONFITURE_VERSION ?? 'development';
const args = process.argv.slice(2);

if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = requireCached(path.join(__dirname, 'program.cjs'), {
    build: process.env.CONFITURE_BUILD ?? version,
    packages: { knex: 'knex.cjs', undici: 'undici.cjs' },
    // The command whose time matters most has used what matters most; it does not load knex.
    keeps: (name) => (args.includes('up') || name === 'knex') && process.exitCode === 0,
    restoreFlags: compileWasmAgain,
  }) as typeof import('./program.js');
  void main(version);
}
