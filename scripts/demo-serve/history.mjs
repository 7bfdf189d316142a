import { addEndpoints } from './access.mjs';
import { passTime } from './pass-time.mjs';
import { until } from './until.mjs';

const DRAIN = ['--drain-timeout', '1500'];
const upTo = (version, ...more) => ['migrate', 'up', '--target', version, ...DRAIN, ...more];
const EXIT = { failed: 1, approvalNeeded: 9, cancelled: 11 };

/** A day of deploys before the page is opened: what went well, what failed, what was stopped, what waits. */
export async function makeHistory(scene) {
  const { commands, database } = scene;
  const later = (hours) => passTime(database, hours);
  await commands.run('ann', upTo('004'));
  await addEndpoints(scene);
  await later(5);
  await commands.run('ben', upTo('007'));
  await later(4);
  await failOnce(scene);
  await later(1);
  await commands.run('ann', upTo('010'));
  await later(3);
  await commands.run('ben', ['migrate', 'down', ...DRAIN]);
  await later(2);
  await commands.run('ben', upTo('011'));
  await later(3);
  await abandonOnce(scene);
  await later(0.5);
  await stopOnce(scene);
  await commands.run('ann', upTo('012'));
  await later(2);
  await askForApproval(scene);
  await later(0.6);
}

/** A migration that fails, and is corrected for the next run. */
async function failOnce({ project, commands }) {
  const file = '009_backfill_order_total.up.sql';
  const text = project.read(file);
  project.write(file, text.replaceAll('unit_price_cents', 'unit_price'));
  await commands.run('ann', upTo('009'), EXIT.failed);
  project.write(file, text);
}

/** A run whose process is killed in the middle of a statement. */
async function abandonOnce({ project, commands, database }) {
  const file = '012_index_payments_concurrently.up.sql';
  const text = project.read(file);
  project.write(file, `select pg_sleep(60);\n${text}`);
  const run = commands.start('cid', upTo('012'));
  const sleeping = () =>
    database.query(
      "select pid from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
    );
  await until('the run is at its statement', async () => (await sleeping()).length > 0);
  run.kill();
  await run.ended;
  for (const { pid } of await sleeping()) await database.query('select pg_terminate_backend($1)', [pid]);
  project.write(file, text);
}

/** A run that is held for a reason, and ends after its time of waiting. */
async function stopOnce({ commands }) {
  await commands.run('ben', ['migrate', 'pause', '--all', '--reason', 'traffic peak until noon']);
  await commands.run('ann', upTo('012', '--pause-timeout', '0'), EXIT.cancelled);
  await commands.run('ben', ['migrate', 'resume', '--all', '--reason', 'the peak is over']);
}

/** Four requests: one denied, one overtaken by an edit, one that waits, one that is granted and not used yet. */
async function askForApproval({ project, commands }) {
  const cleanUp = (text) => {
    project.write(
      '043_forget_old_orders.up.sql',
      `-- confiture: title Forget old orders\n-- confiture: requires-approval\n${text}\n`,
    );
    return commands.run('ann', upTo('043'), EXIT.approvalNeeded);
  };
  const newest = async () => (await commands.run('ben', ['approvals', 'list'])).approvals[0].id;
  await cleanUp("delete from orders where status = 'cancelled';");
  await commands.run('ben', [
    'approvals',
    'deny',
    await newest(),
    '--comment',
    'The year-end report still needs them.',
  ]);
  await cleanUp("delete from orders where status = 'cancelled' and placed_at < now() - interval '2 years';");
  await cleanUp(
    "create table old_orders as select * from orders where placed_at < now() - interval '7 years';\n\ndelete from orders where id in (select id from old_orders);",
  );
  const rollback = '012_index_payments_concurrently.down.sql';
  project.write(rollback, `-- confiture: requires-approval\n${project.read(rollback)}`);
  await commands.run('cid', ['migrate', 'down', ...DRAIN], EXIT.approvalNeeded);
  await commands.run('ann', [
    'approvals',
    'grant',
    await newest(),
    '--comment',
    'The index has slowed the imports down.',
  ]);
}
