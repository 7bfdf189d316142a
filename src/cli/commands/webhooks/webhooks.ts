import type { CommandGroup } from '../../command.js';

/** Commands about endpoints and deliveries. */
export const webhooks: CommandGroup = {
  name: 'webhooks',
  summary: 'where events go',
  commands: [
    {
      usage: 'listen',
      summary: 'local receiver: verifies and prints events',
      load: async () => (await import('./listen.js')).listen,
    },
    {
      usage: 'test <name>',
      summary: 'send a signed sample event to an endpoint (exit 1: it was not accepted)',
      load: async () => (await import('./test.js')).test,
    },
    {
      usage: 'schema [type]',
      summary: 'event types, or the JSON Schema of one',
      load: async () => (await import('./schema.js')).schema,
    },
    {
      usage: 'list',
      summary: 'endpoints of this environment, with their state',
      load: async () => (await import('./list.js')).list,
    },
    {
      usage: 'show <delivery-or-endpoint>',
      summary: 'a delivery with its attempts, or an endpoint',
      load: async () => (await import('./show.js')).show,
    },
    {
      usage: 'add <url>',
      summary: 'store an endpoint in the database; its secret is shown once',
      load: async () => (await import('./stored/add.js')).add,
    },
    {
      usage: 'update <endpoint>',
      summary: 'change an endpoint of the database',
      load: async () => (await import('./stored/update.js')).update,
    },
    {
      usage: 'rotate <endpoint>',
      summary: 'give an endpoint of the database a new signing secret',
      load: async () => (await import('./stored/rotate.js')).rotate,
    },
    {
      usage: 'remove <endpoint>',
      summary: 'take an endpoint out of the database',
      load: async () => (await import('./stored/remove.js')).remove,
    },
    {
      usage: 'deliveries',
      summary: 'the delivery log, newest first',
      load: async () => (await import('./deliveries.js')).deliveries,
    },
    {
      usage: 'deliver',
      summary: 'send all that is due, then exit',
      load: async () => (await import('./deliver.js')).deliver,
    },
    {
      usage: 'retry [delivery]',
      summary: 'make deliveries due now',
      load: async () => (await import('./retry.js')).retry,
    },
    {
      usage: 'discard [delivery]',
      summary: 'give up waiting for deliveries: send them no more',
      load: async () => (await import('./discard.js')).discard,
    },
    {
      usage: 'replay <endpoint>',
      summary: 'send stored events to an endpoint that was not there when they happened',
      load: async () => (await import('./replay.js')).replay,
    },
    {
      usage: 'enable <endpoint>',
      summary: 'switch on what was switched off',
      load: async () => (await import('./enable.js')).enable,
    },
    {
      usage: 'disable <endpoint>',
      summary: 'send nothing to an endpoint until it is switched on',
      load: async () => (await import('./stored/disable.js')).disable,
    },
    {
      usage: 'prune',
      summary: 'delete what was delivered or given up long ago',
      load: async () => (await import('./prune.js')).prune,
    },
  ],
};
