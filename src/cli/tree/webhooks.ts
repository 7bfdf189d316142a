import { type Command, Option } from 'commander';
import type { Bind } from './bind.js';
import { withDeliveryFilter } from './delivery-filter.js';
import { wholeNumber, withDatabase } from './options.js';

const STATES = ['waiting', 'delivered', 'failed', 'discarded'];
const DISCARDABLE = ['waiting', 'failed'];

/** `webhooks …` */
export function addWebhooks(webhooks: Command, bind: Bind): void {
  bind(
    webhooks
      .command('listen')
      .description('local receiver: verifies and prints events')
      .option('-p, --port <port>', 'port to listen at; 0 takes a free one', wholeNumber(0, 65_535), 8000)
      .option('--host <address>', 'address to listen at', '127.0.0.1')
      .addOption(
        new Option(
          '--secret <secret...>',
          'secrets to verify with (default: CONFITURE_WEBHOOK_SECRET); other users of the machine can see flags',
        ),
      )
      .option('--status <code>', 'status to answer with', wholeNumber(200, 599), 200)
      .option('--delay <ms>', 'wait before answering', wholeNumber(0, 600_000), 0)
      .option('--forward <url>', 'pass each event on to this URL'),
    async () => (await import('../commands/webhooks/listen.js')).listen,
  );
  bind(
    webhooks
      .command('test <name>')
      .description('send a signed sample event to an endpoint (exit 1: it was not accepted)')
      .option('--event <type>', 'type of the event (default: webhook.test)'),
    async () => {
      const { test } = await import('../commands/webhooks/test.js');
      return (context, options: { event?: string }, name) => test(context, name ?? '', options);
    },
  );
  bind(webhooks.command('schema [type]').description('event types, or the JSON Schema of one'), async () => {
    const { schema } = await import('../commands/webhooks/schema.js');
    return (context, _options: object, type) => schema(context, type);
  });
  addOutbox(webhooks, bind);
}

/** Commands on the deliveries of the outbox. */
function addOutbox(webhooks: Command, bind: Bind): void {
  bind(
    withDatabase(webhooks.command('list').description('endpoints of this environment, with their state')),
    async () => (await import('../commands/webhooks/list.js')).list,
  );
  bind(
    withDatabase(
      webhooks
        .command('show <delivery-or-endpoint>')
        .description('a delivery with its attempts, or an endpoint'),
    ),
    async () => {
      const { show } = await import('../commands/webhooks/show.js');
      return (context, options: object, name) => show(context, name ?? '', options);
    },
  );
  bind(
    withDeliveryFilter(
      withDatabase(webhooks.command('deliveries').description('the delivery log, newest first')),
      STATES,
    ).option('--limit <count>', 'how many at most', wholeNumber(1, 10_000), 50),
    async () => (await import('../commands/webhooks/log.js')).deliveries,
  );
  bind(
    withDatabase(webhooks.command('deliver').description('send all that is due, then exit')),
    async () => (await import('../commands/webhooks/send.js')).deliver,
  );
  bind(
    withDeliveryFilter(
      withDatabase(webhooks.command('retry [delivery]').description('make deliveries due now')),
      STATES,
    )
      .addOption(new Option('--failed', 'those that were given up (default)').conflicts('state'))
      .option('--dry-run', 'count them, and do nothing'),
    async () => {
      const { retry } = await import('../commands/webhooks/bulk.js');
      return (context, options: object, id) => retry(context, id, options);
    },
  );
  bind(
    withDeliveryFilter(
      withDatabase(
        webhooks
          .command('discard [delivery]')
          .description('give up waiting for deliveries: send them no more'),
      ),
      DISCARDABLE,
    ).option('--dry-run', 'count them, and do nothing'),
    async () => {
      const { discard } = await import('../commands/webhooks/bulk.js');
      return (context, options: object, id) => discard(context, id, options);
    },
  );
  bind(
    withDatabase(webhooks.command('enable <endpoint>').description('switch on what was switched off')),
    async () => {
      const { enable } = await import('../commands/webhooks/log.js');
      return (context, options: object, name) => enable(context, name ?? '', options);
    },
  );
  bind(
    withDatabase(
      webhooks.command('prune').description('delete what was delivered or given up long ago'),
    ).option('--days <count>', 'keep what is newer than this (default: 30)', wholeNumber(0, 36_500)),
    async () => (await import('../commands/webhooks/log.js')).prune,
  );
}

/** `worker` */
export function addWorker(program: Command, bind: Bind): void {
  bind(
    withDatabase(
      program.command('worker').description('send what is due until stopped; run as many as you like'),
    ),
    async () => (await import('../commands/webhooks/send.js')).worker,
  );
}
