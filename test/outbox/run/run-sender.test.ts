import { expect, it } from 'vitest';
import type { Connection } from '../../../src/database/connection.js';
import { DrainBudget } from '../../../src/outbox/run/drain-budget.js';
import { OwnDeliveries } from '../../../src/outbox/run/own-deliveries.js';
import type { RunOutboxOptions } from '../../../src/outbox/run/run-outbox-options.js';
import { RunSender } from '../../../src/outbox/run/run-sender.js';

it('makes one sender, however often it is asked while the engine is being loaded', async () => {
  let connections = 0;
  let refuse: (error: Error) => void = () => {};
  const options = {
    hooks: [],
    now: () => 0,
    random: () => 0,
    watch: { databaseError: () => {} },
    connectBeside: () => {
      connections += 1;
      return new Promise<Connection>((_, reject) => {
        refuse = reject;
      });
    },
  } as unknown as RunOutboxOptions;
  const budget = new DrainBudget(0);
  const sender = new RunSender({
    options,
    token: 'a-run',
    source: { take: async () => [], hasMore: () => true, leave: async () => {} },
    own: new OwnDeliveries(),
    budget,
    sharedSession: () => null,
    scopeOf: async () => ({ project: 'public.tb_confiture', environment: 'local' }),
  });
  await Promise.all([sender.send(), sender.send(), sender.send()]);
  await expect.poll(() => connections).toBe(1);
  expect(sender.isSending).toBe(true);
  budget.hurry();
  refuse(new Error('it is away'));
  await sender.ended;
  budget.end();
  expect(connections).toBe(1);
});
