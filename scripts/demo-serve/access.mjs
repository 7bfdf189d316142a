/** Endpoints of the database, made in the middle of the day; they fail in ways that show in their state. */
export async function addEndpoints({ commands, receivers }) {
  const add = (name, url, ...more) =>
    commands.run('ann', [
      'webhooks',
      'add',
      url,
      '--name',
      name,
      '--events',
      'migration.*',
      '--allow-insecure',
      ...more,
    ]);
  await add(
    'search-index',
    receivers.urlOf('orders'),
    '--events',
    'migration.completed',
    '--header',
    'X-Team: search',
  );
  await add('crm', receivers.urlOf('crm'));
  await add(
    'partner-feed',
    receivers.urlOf('partner'),
    '--timeout',
    '1000',
    '--events',
    'run.completed,run.failed',
  );
}

/** Tokens of people and machines, one of them no longer in force; gives the text of the one that signs in. */
export async function addTokens({ commands }) {
  const create = (name, scopes, ...more) =>
    commands.run('ann', ['serve', 'token', 'create', name, '--scope', ...scopes, ...more]);
  const { secret } = await create('ann', ['read', 'manage', 'operate', 'approve'], '--expires-in', '1');
  await create('deploy-pipeline', ['read', 'operate'], '--expires-in', '90');
  await create('wallboard', ['read']);
  await create('contractor', ['read', 'approve'], '--expires-in', '7');
  await commands.run('ann', ['serve', 'token', 'revoke', 'contractor']);
  return secret;
}
