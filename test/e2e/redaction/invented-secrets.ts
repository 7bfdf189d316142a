/**
 * Secrets of no service: shaped as services make them, drawn from a fixed seed, so that a failure comes back the
 * same. Every call gives another one.
 */

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const alphanumeric = `${lower}${lower.toUpperCase()}${digits}`;
const hexadecimal = '0123456789abcdef';

/** Numbers from a seed: mulberry32. */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export type Draw = (length: number, letters?: string) => string;

/** Draws text; different for every seed. */
export function createDraw(seed: number): Draw {
  const dice = createDice(seed);
  return (length, letters = alphanumeric) =>
    Array.from({ length }, () => letters.charAt(dice(letters.length))).join('');
}

/** Tokens that services make, by service. */
export const tokens: Readonly<Record<string, (draw: Draw) => string>> = {
  'AWS key id': (draw) => `AKIA${draw(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  'AWS temporary key id': (draw) => `ASIA${draw(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  'AWS secret key': (draw) => draw(40),
  'Google API key': (draw) => `AIza${draw(35)}`,
  'Google OAuth token': (draw) => `ya29.${draw(60)}`,
  'Google client secret': (draw) => `GOCSPX-${draw(28)}`,
  'Azure client secret': (draw) => `${draw(3)}8Q~${draw(34)}`,
  'Azure storage key': (draw) => `AccountKey=${draw(86)}==`,
  'GitHub token': (draw) => `ghp_${draw(36)}`,
  'GitHub app token': (draw) => `ghs_${draw(36)}`,
  'GitHub fine-grained token': (draw) => `github_pat_${draw(22)}_${draw(59)}`,
  'GitLab token': (draw) => `glpat-${draw(20)}`,
  'Slack bot token': (draw) => `xoxb-${draw(12, digits)}-${draw(12, digits)}-${draw(24)}`,
  'Slack app token': (draw) => `xapp-1-A${draw(10, digits)}-${draw(13, digits)}-${draw(64, hexadecimal)}`,
  'Slack webhook': (draw) => `https://hooks.slack.com/services/T${draw(8)}/B${draw(8)}/${draw(24)}`,
  'Discord webhook': (draw) => `https://discord.com/api/webhooks/${draw(18, digits)}/${draw(68)}`,
  'Discord bot token': (draw) => `M${draw(23)}.${draw(6)}.${draw(27)}`,
  'Telegram bot token': (draw) => `${draw(9, digits)}:AA${draw(33)}`,
  'Stripe key': (draw) => `sk_live_${draw(24)}`,
  'Stripe restricted key': (draw) => `rk_test_${draw(24)}`,
  'webhook secret': (draw) => `whsec_${draw(32)}`,
  'npm token': (draw) => `npm_${draw(36)}`,
  'PyPI token': (draw) => `pypi-AgEIcHlwaS5vcmc${draw(60)}`,
  'Docker token': (draw) => `dckr_pat_${draw(27)}`,
  'Hugging Face token': (draw) => `hf_${draw(34)}`,
  'OpenAI key': (draw) => `sk-proj-${draw(48)}`,
  'Anthropic key': (draw) => `sk-ant-api03-${draw(80)}`,
  'SendGrid key': (draw) => `SG.${draw(22)}.${draw(43)}`,
  'Mailgun key': (draw) => `key-${draw(32, hexadecimal)}`,
  'Twilio key': (draw) => `SK${draw(32, hexadecimal)}`,
  'DigitalOcean token': (draw) => `dop_v1_${draw(64, hexadecimal)}`,
  'Shopify token': (draw) => `shpat_${draw(32, hexadecimal)}`,
  'Vault token': (draw) => `hvs.${draw(90)}`,
  'Atlassian token': (draw) => `ATATT3x${draw(60)}`,
  'Grafana token': (draw) => `glsa_${draw(32)}_${draw(8, hexadecimal)}`,
  'Heroku key': (draw) => `HRKU-${draw(8, hexadecimal)}-${draw(4, hexadecimal)}-${draw(12, hexadecimal)}`,
  'age key': (draw) => `AGE-SECRET-KEY-1${draw(58, 'ABCDEFGHJKLMNPQRSTUVWXYZ023456789')}`,
  'SCRAM verifier': (draw) => `SCRAM-SHA-256$4096:${draw(24)}$${draw(43)}:${draw(43)}`,
  'MD5 verifier': (draw) => `md5${draw(32, hexadecimal)}`,
  JWT: (draw) => `eyJhbGciOiJIUzI1NiJ9.eyJ${draw(40)}.${draw(43)}`,
  'RSA key': (draw) => privateKey(draw, 'RSA PRIVATE KEY'),
  'EC key': (draw) => privateKey(draw, 'EC PRIVATE KEY'),
  'OpenSSH key': (draw) => privateKey(draw, 'OPENSSH PRIVATE KEY'),
  'PGP key': (draw) => privateKey(draw, 'PGP PRIVATE KEY BLOCK'),
};

function privateKey(draw: Draw, kind: string): string {
  return `-----BEGIN ${kind}-----\n${draw(64)}\n${draw(64)}\n${draw(30)}==\n-----END ${kind}-----`;
}

/** A password without a shape of its own; odd enough to stand in no text by chance. */
export function password(draw: Draw): string {
  return `${draw(5, lower)}!${draw(3, digits)}${draw(4, lower)}%Q`;
}

/** Connection strings: the text, and the password in it as it is written there. */
export const connectionStrings: Readonly<
  Record<string, (draw: Draw) => { readonly text: string; readonly secret: string }>
> = {
  'a URL': (draw) => inText(draw(14), (it) => `postgres://app:${it}@db.example.com:5432/shop`),
  'a URL without a user': (draw) => inText(draw(14), (it) => `redis://:${it}@cache.example.com:6379/0`),
  'a URL with an encoded password': (draw) =>
    inText(encodeURIComponent(`${draw(6)}@/:${draw(6)}`), (it) => `postgresql://app:${it}@db/shop`),
  'a URL with a raw slash in its password': (draw) =>
    inText(`${draw(6)}/${draw(6)}`, (it) => `mysql://app:${it}@db/shop`),
  'a URL with a raw at sign in its password': (draw) =>
    inText(`${draw(6)}@${draw(6)}`, (it) => `amqp://app:${it}@mq/v`),
  'a query of a URL': (draw) =>
    inText(draw(14), (it) => `postgres://db/shop?user=app&password=${it}&sslmode=require`),
  'an http URL': (draw) => inText(draw(14), (it) => `https://ci:${it}@git.example.com/app.git`),
  'a signed URL': (draw) => inText(draw(44), (it) => `https://files.example.com/a?X-Amz-Signature=${it}`),
  'libpq keywords': (draw) => inText(password(draw), (it) => `host=db user=app password=${it} dbname=shop`),
  'JDBC properties': (draw) =>
    inText(password(draw), (it) => `jdbc:postgresql://db/shop?user=app&password=${it}`),
  'ADO keywords': (draw) => inText(password(draw), (it) => `Server=db;User Id=app;Password=${it}`),
  'an environment line': (draw) => inText(password(draw), (it) => `PGPASSWORD=${it}`),
  'a JSON member': (draw) => inText(draw(14), (it) => `{"api_key": "${it}"}`),
  'a header': (draw) => inText(draw(24), (it) => `Authorization: Bearer ${it}`),
  'a basic header': (draw) =>
    inText(Buffer.from(`app:${draw(10)}`).toString('base64'), (it) => `Authorization: Basic ${it}`),
  'a YAML key': (draw) => inText(password(draw), (it) => `client_secret: ${it}`),
};

function inText(secret: string, write: (secret: string) => string): { text: string; secret: string } {
  return { text: write(secret), secret };
}
