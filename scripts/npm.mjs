import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const CACHE = path.resolve('node_modules/.cache/confiture');

/**
 * Installs packages from npm into a folder of their own below node_modules/.cache, once, and gives the folder.
 * `key` names it: other packages, another key. `allowScripts` names those whose install scripts npm 11 may run.
 */
export function cachedPackages(key, packages, { allowScripts = [] } = {}) {
  const folder = path.join(CACHE, key);
  const finished = path.join(folder, 'finished');
  if (existsSync(finished)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const allowed = Object.fromEntries(allowScripts.map((name) => [name, true]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: allowed }));
  const { status, output } = npm(['install', '--no-save', '--no-audit', '--no-fund', ...packages], {
    cwd: folder,
  });
  if (status !== 0) throw new Error(`npm could not install ${packages.join(' ')}\n${output}`);
  writeFileSync(finished, '');
  return folder;
}

/** Runs npm in `cwd`. `output` holds both streams, without what npm says about the settings of this machine. */
export function npm(args, { cwd, env = process.env }) {
  const { status, stdout, stderr } = run('npm', ['--prefix', cwd, ...args], { cwd, env });
  return { status, stdout, output: `${stdout}${stderr.replace(/^npm warn Unknown .* config .*\n/gm, '')}` };
}

/** Runs a command to its end, without input, for at most five minutes. */
export function run(command, args, { cwd, env }) {
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 };
  const ended = spawnSync(command, args, { ...options, cwd, env });
  if (ended.error) throw ended.error;
  return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}
