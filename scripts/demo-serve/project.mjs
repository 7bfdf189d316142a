import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const EXAMPLES = path.resolve('examples/demo');
const SECRET = 'invented-secret-of-the-demo';

/** Type patterns of endpoints that hear of more than the ends of migrations. */
const ALL = '*';
const RUNS = 'run.*,migration.failed,migration.paused,approval.required';

/** The shop's project folder, with what its commands and its server find in the environment. */
export async function makeProject({ database, receivers }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'confiture-demo-serve-'));
  const migrations = path.join(folder, 'db/migrations');
  cpSync(path.join(EXAMPLES, 'migrations'), migrations, { recursive: true });
  const config = {
    environment: 'staging',
    webhooks: {
      allowedNetworks: ['127.0.0.0/8'],
      endpoints: {
        billing: { url: receivers.urlOf('billing'), secret: SECRET, events: RUNS.split(',') },
      },
    },
  };
  writeFileSync(path.join(folder, 'confiture.config.json'), JSON.stringify(config, null, 2));
  const write = (name, text) => writeFileSync(path.join(migrations, name), text);
  return {
    folder,
    env: environment({ database, receivers }),
    write,
    read: (name) => readFileSync(path.join(migrations, name), 'utf8'),
    remove: (name) => rmSync(path.join(migrations, name)),
    /** Adds the migrations of the run that can be watched; each takes a while, as on a table of millions of rows. */
    addLive: (seconds) => {
      const source = path.join(EXAMPLES, 'live');
      for (const file of readdirSync(source)) {
        const text = readFileSync(path.join(source, file), 'utf8');
        write(file, file.endsWith('.up.sql') ? `${text}\nselect pg_sleep(${seconds});\n` : text);
      }
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function environment({ database, receivers }) {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    CONFITURE_DATABASE_URL: database.url,
    CONFITURE_MASTER_KEY: randomBytes(32).toString('base64'),
    CONFITURE_CERTIFICATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    CONFITURE_WEBHOOK_ORDERS_URL: receivers.urlOf('orders'),
    CONFITURE_WEBHOOK_ORDERS_SECRET: SECRET,
    CONFITURE_WEBHOOK_ORDERS_EVENTS: ALL,
    CONFITURE_WEBHOOK_WAREHOUSE_URL: receivers.closedUrl,
    CONFITURE_WEBHOOK_WAREHOUSE_SECRET: SECRET,
    WEBHOOK_ANALYTICS: receivers.urlOf('metrics'),
    WEBHOOK_ANALYTICS_EVENTS: 'migration.*',
    WEBHOOK_SLACK: receivers.urlOf('chat'),
    WEBHOOK_SLACK_EVENTS: RUNS,
  };
}
