import { MASK } from './mask.js';

/**
 * Shapes of credentials that give themselves away. Each starts with fixed text or is anchored at its left edge,
 * and none nests repetitions, so that hostile text costs linear time.
 */
const shapes: readonly (readonly [service: string, shape: RegExp])[] = [
  [
    'private key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}-----|$)/g,
  ],
  ['JSON web token', /(?<![\w-])eyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*)?/g],
  ['Standard Webhooks, Stripe', /(?<![a-z0-9])wh(?:sec|sk)_[\w+/=-]+/gi],
  ['Stripe and look-alikes', /(?<![a-z0-9])[srp]k_(?:live|test)_\w+/gi],
  ['AWS', /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/g],
  ['Google', /(?<![\w-])(?:AIza[\w-]{30,}|ya29\.[\w.-]+|GOCSPX-[\w-]+|1\/\/0[\w-]{20,})/g],
  ['Azure', /(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{30,40}/g],
  ['GitHub', /(?<![a-z0-9])(?:gh[opsur]_[a-z0-9]{16,}|github_pat_\w{16,})/gi],
  ['GitLab', /(?<![a-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|ffct)-[\w.-]{16,}/gi],
  ['Slack', /(?<![a-z0-9])(?:xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+)/gi],
  ['npm, PyPI, Docker, Hugging Face', /(?<![a-z0-9])(?:npm_|pypi-|dckr_pat_|hf_)[\w-]{16,}/gi],
  ['SendGrid', /(?<![\w-])SG\.[\w-]{10,}\.[\w-]{10,}/g],
  ['Twilio', /(?<![a-z0-9])(?:AC|SK)[0-9a-f]{32}(?![a-z0-9])/g],
  ['OpenAI, Anthropic', /(?<![a-z0-9])sk-[\w-]{16,}/gi],
  ['Mailgun', /(?<![a-z0-9])key-[0-9a-f]{32}/gi],
  ['Telegram', /(?<![0-9])\d{6,12}:[\w-]{30,}/g],
  ['Discord', /(?<![\w-])[MNO][\w-]{22,30}\.[\w-]{6}\.[\w-]{25,45}/g],
  ['Heroku', /(?<![a-z0-9])HRKU-[\w-]+/gi],
  ['Heroku key', /(?<=heroku[^\n]{0,40})[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi],
  [
    'DigitalOcean, Shopify, Sentry, Grafana',
    /(?<![a-z0-9])(?:do[opr]_v1|shp[acp][at]t?|sntry[su]|glsa|glc)_[\w=+/-]{16,}/gi,
  ],
  ['Vault, Doppler, Atlassian', /(?<![a-z0-9])(?:hv[sbr]\.|dp\.[a-z]{2}\.|ATATT3)[\w=-]{16,}/g],
  ['age', /AGE-SECRET-KEY-1[A-Z0-9]+/g],
  ['stored PostgreSQL password', /SCRAM-SHA-256\$\d+:[^\s'"]+|(?<![a-z0-9])md5[0-9a-f]{32}/g],
];

const authorization = /\b(bearer|basic|digest|geniekey)(\s+)([\w.~+/=-]+)/gi;

/** Masks tokens of common services, private keys, and what follows `Bearer` or `Basic`. */
export function maskTokens(text: string): string {
  const masked = shapes.reduce((rest, [, shape]) => rest.replace(shape, MASK), text);
  return masked.replace(authorization, (whole, scheme: string, gap: string, token: string) =>
    isPlainWord(token, scheme) ? whole : `${scheme}${gap}${MASK}`,
  );
}

/** `basic authentication` is prose; `Bearer hunter` is not. */
function isPlainWord(token: string, scheme: string): boolean {
  return scheme.toLowerCase() !== 'bearer' && /^[a-z-]+$/.test(token);
}
