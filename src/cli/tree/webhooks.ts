import { type Command, Option } from 'commander';
import type { Bind } from './bind.js';
import { wholeNumber } from './options.js';

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
    async () => (await import('../commands/listen.js')).listen,
  );
  bind(
    webhooks
      .command('test <name>')
      .description('send a signed sample event to an endpoint (exit 1: it was not accepted)')
      .option('--event <type>', 'type of the event (default: webhook.test)'),
    async () => {
      const { test } = await import('../commands/webhooks-test.js');
      return (context, options: { event?: string }, name) => test(context, name ?? '', options);
    },
  );
  bind(
    webhooks.command('schema [type]').description('event types, or the JSON Schema of one'),
    async () => {
      const { schema } = await import('../commands/webhooks-schema.js');
      return (context, _options: object, type) => schema(context, type);
    },
  );
}
