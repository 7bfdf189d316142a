import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, run } from '../npm.mjs';

/** Variables that would change the tests. The rest stays: npm may need a proxy or a registry of this machine. */
const NOT_PASSED_ON =
  /^(CI|GITHUB_ACTIONS|NODE_OPTIONS|DATABASE_URL|PG[A-Z]+|(CONFITURE|WEBHOOK)_\w+|npm_(?!config_)\w+)$/;

/** Every entry, with something from each, and a hook file in TypeScript that imports the package. */
const IMPORTS = `import { createMigrator, defineConfig, defineHook, registerHook } from 'confiture';
import { verify } from 'confiture/receiver';
import { createWebhooksHook } from 'confiture/webhooks';
const all = [createMigrator, defineConfig, defineHook, registerHook, verify, createWebhooksHook];
if (all.some((it) => typeof it !== 'function')) throw new Error('an export is missing');
`;

/** The same by `require`, which must know the errors of the other copy. */
const REQUIRES = `const { ConfitureError, createMigrator, defineConfig, defineHook, registerHook } = require('confiture');
const { verify } = require('confiture/receiver');
const { createWebhooksHook } = require('confiture/webhooks');
const all = [createMigrator, defineConfig, defineHook, registerHook, verify, createWebhooksHook];
if (all.some((it) => typeof it !== 'function')) throw new Error('an export is missing');
import('confiture').then(({ ConfitureError: Other }) => {
  if (!ConfitureError.is(new Other('INTERNAL', ''))) throw new Error('an error is not known');
});
`;

const HOOK = `import { defineHook } from 'confiture';
export default defineHook({ name: 'audit', on: ['post_execute'], run(context) { void context.migrationName; } });
`;

const CONFIG = `import { defineConfig } from 'confiture';
export default defineConfig({ webhooks: { endpoints: { audit: { url: 'https://audit.example.com/' } } } });
`;

/** The scripts of the page of the library, each with the name that its first line says. */
export const SCRIPTS = [
  ...readFileSync('docs/library.md', 'utf8').matchAll(/^```js\n(\/\/ (\S+)\n.*?)^```$/gms),
].map(([, text, name]) => ({ name, text }));

/** Installs the package into an empty project and uses it there, all with the Node in `binaries`. */
export function checkUse({ tarball, home, version, binaries, databases }, counts) {
  const project = path.join(home, `node-${version}`);
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{"private": true}');
  const env = environment(binaries);
  const on = (title) => `Node ${version}: ${title}`;

  const installed = npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], {
    cwd: project,
    env,
  });
  const isQuiet = installed.status === 0 && !/\bwarn|deprecated/i.test(installed.output);
  if (!counts.check(on('npm install ends without a warning'), isQuiet, installed.output)) return;

  const confiture = (...args) => run('npx', ['--no', '--', 'confiture', ...args], { cwd: project, env });
  const check = (title, { status, stdout, stderr }, expected) => {
    const said = stderr.replace(/^npm warn Unknown .* config .*\n/gm, '');
    counts.check(
      on(title),
      status === 0 && expected.test(stdout) && said === '',
      `exit ${status}\n${stdout}${said}`,
    );
  };
  check(
    'runs the version under test',
    run('node', ['--version'], { cwd: project, env }),
    startingWith(`v${version}.`),
  );
  check('npx confiture --version', confiture('--version'), startingWith(packageVersion()));
  check('npx confiture init', confiture('init'), /db\/migrations\/001/);
  check('npx confiture migrate up', confiture('migrate', 'up'), /Applied 1 migration\b/);
  check('npx confiture migrate status', confiture('migrate', 'status'), /1 applied/);

  writeFileSync(path.join(project, 'imports.mjs'), IMPORTS);
  check('every entry can be imported', run('node', ['imports.mjs'], { cwd: project, env }), /^$/);

  writeFileSync(path.join(project, 'requires.cjs'), REQUIRES);
  check('every entry can be required', run('node', ['requires.cjs'], { cwd: project, env }), /^$/);

  for (const [index, { name, text }] of SCRIPTS.entries()) {
    writeFileSync(path.join(project, name), text);
    const script = { cwd: project, env: { ...env, DATABASE_URL: databases[index] } };
    check(`${name} of docs/library.md`, run('node', [name], script), /^1(\/1 001| applied)/);
  }

  writeFileSync(path.join(project, 'audit.ts'), HOOK);
  writeFileSync(path.join(project, 'confiture.config.js'), "export default { hooks: ['./audit.ts'] };\n");
  check('a hook file in TypeScript is loaded', confiture('hooks', 'list'), /audit/);

  // npx from a cache of its own: the project itself has not installed the package.
  const outside = path.join(home, `outside-${version}`);
  mkdirSync(outside);
  writeFileSync(path.join(outside, 'confiture.config.ts'), CONFIG);
  const cli = path.join(project, 'node_modules/confiture/dist/bin/confiture.cjs');
  const listed = run('node', [cli, 'webhooks', 'list'], { cwd: outside, env });
  check('a config file may import the package that its project has not installed', listed, /audit/);
}

function environment(binaries) {
  const passedOn = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name));
  return { ...Object.fromEntries(passedOn), PATH: `${binaries}${path.delimiter}${process.env.PATH}` };
}

function packageVersion() {
  return JSON.parse(readFileSync('package.json', 'utf8')).version;
}

function startingWith(text) {
  return new RegExp(`^${text.replaceAll('.', '\\.')}`);
}
