import { type Command, Option } from 'commander';

/** For commands on the deliveries of the outbox: the same filter everywhere. `states` are those the command takes. */
export function withDeliveryFilter(command: Command, states: readonly string[]): Command {
  return command
    .addOption(new Option('--state <state>', 'only these').choices(states))
    .option('--endpoint <name>', 'only those of this endpoint')
    .option('--type <type>', 'only events of this type, or of a pattern such as migration.*')
    .option('--status <code>', 'only those last answered with this: 404, 5xx, or none')
    .option('--migration <version>', 'only those of this migration, by version or name')
    .option('--run <id>', 'only those of this run')
    .option('--since <time>', 'settled, or waiting, since then: 30m, 24h, 7d or 2026-01-09T14:00:00Z')
    .option('--until <time>', 'settled, or waiting, until then');
}
