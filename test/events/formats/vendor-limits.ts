/**
 * What the vendors publish about the messages they take, as checks that give every fault with its path. Strings are
 * counted in UTF-16 units, the strictest of the ways the vendors count.
 */

type Check = (value: unknown, path: string) => string[];

function text(max: number, min = 1): Check {
  return (value, path) => {
    if (typeof value !== 'string') return [`${path}: no text`];
    if (value.length < min) return [`${path}: shorter than ${min}`];
    return value.length > max ? [`${path}: ${value.length} characters, ${max} are allowed`] : [];
  };
}

function matching(pattern: RegExp, what: string): Check {
  return (value, path) => (typeof value === 'string' && pattern.test(value) ? [] : [`${path}: no ${what}`]);
}

function only(...allowed: readonly unknown[]): Check {
  return (value, path) =>
    allowed.includes(value)
      ? []
      : [`${path}: ${JSON.stringify(value)} is none of ${JSON.stringify(allowed)}`];
}

function list(item: Check, max: number, min = 1): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return [`${path}: no list`];
    const size = value.length < min || value.length > max ? [`${path}: ${value.length} items`] : [];
    return [...size, ...value.flatMap((member, index) => item(member, `${path}[${index}]`))];
  };
}

/** Keys not named are refused, as typing errors would otherwise go unseen; `optional` ones may be missing. */
function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`];
    const known = { ...required, ...optional };
    const missing = Object.keys(required).filter((key) => !Object.hasOwn(value, key));
    return [
      ...missing.map((key) => `${path}.${key}: missing`),
      ...Object.entries(value).flatMap(([key, member]) =>
        known[key] ? known[key](member, `${path}.${key}`) : [`${path}.${key}: unknown`],
      ),
    ];
  };
}

function either(byType: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    const type = (value as { type?: unknown } | null)?.type;
    const check = typeof type === 'string' ? byType[type] : undefined;
    return check ? check(value, path) : [`${path}.type: ${JSON.stringify(type)} is unknown`];
  };
}

function all(...checks: readonly Check[]): Check {
  return (value, path) => checks.flatMap((check) => check(value, path));
}

const iso = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'ISO 8601 time');
const flag = only(true, false);

/** Bytes of the JSON a vendor gets. */
function size(max: number): Check {
  return (value, path) => {
    const bytes = Buffer.byteLength(JSON.stringify(value));
    return bytes > max ? [`${path}: ${bytes} bytes, ${max} are allowed`] : [];
  };
}

/** Outside text in mrkdwn and plain text: `<` and `>` only as entities, `&` only as the start of one. */
const slackEscaped: Check = (value, path) =>
  typeof value === 'string' && /[<>]|&(?!(?:amp|lt|gt);)/.test(value) ? [`${path}: is not escaped`] : [];

function slackText(max: number, ...types: string[]): Check {
  return object({ type: only(...types), text: all(text(max), slackEscaped) }, { emoji: flag });
}

/** docs.slack.dev, reference of Block Kit: message 50 blocks, header 150, section 3000, 10 fields of 2000. */
const slack = object({
  text: all(text(40_000), slackEscaped),
  blocks: list(
    either({
      header: object({ type: only('header'), text: slackText(150, 'plain_text') }),
      section: all(
        object(
          { type: only('section') },
          {
            text: slackText(3000, 'plain_text', 'mrkdwn'),
            fields: list(slackText(2000, 'plain_text', 'mrkdwn'), 10),
          },
        ),
        (value, path) => ('text' in Object(value) || 'fields' in Object(value) ? [] : [`${path}: is empty`]),
      ),
      context: object({
        type: only('context'),
        elements: list(slackText(2000, 'plain_text', 'mrkdwn'), 10),
      }),
    }),
    50,
  ),
});

const embed = object(
  {
    title: text(256),
    color: (value, path) =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffffff
        ? []
        : [`${path}: no colour`],
    fields: list(object({ name: text(256), value: text(1024), inline: flag }), 25),
    footer: object({ text: text(2048) }),
    timestamp: iso,
  },
  { description: text(4096) },
);

/** Discord counts an embed's title, description, field names and values, and footer together. */
const embedTotal: Check = (value, path) => {
  const {
    title,
    description = '',
    fields,
    footer,
  } = value as {
    title: string;
    description?: string;
    fields: { name: string; value: string }[];
    footer: { text: string };
  };
  const total = [title, description, footer.text, ...fields.flatMap((it) => [it.name, it.value])].join(
    '',
  ).length;
  return total > 6000 ? [`${path}: ${total} characters in all, 6000 are allowed`] : [];
};

/** discord.com/developers, "Execute Webhook" and "Embed Limits"; a user name has 80 characters. */
const discord = object({
  username: all(text(80), (value, path) =>
    /clyde|discord/i.test(String(value)) ? [`${path}: is reserved`] : [],
  ),
  allowed_mentions: object({ parse: list(only(), 0, 0) }),
  embeds: list(all(embed, embedTotal), 10),
});

const color = only('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention');
const textSize = only(
  'default',
  'small',
  'medium',
  'large',
  'extraLarge',
  'Small',
  'Medium',
  'Large',
  'ExtraLarge',
);
const weight = only('default', 'lighter', 'bolder', 'Default', 'Lighter', 'Bolder');

const cardElements: Record<string, Check> = {
  TextBlock: object(
    { type: only('TextBlock'), text: text(28_000) },
    { size: textSize, weight, color, wrap: flag, isSubtle: flag },
  ),
  FactSet: object({
    type: only('FactSet'),
    facts: list(object({ title: text(28_000), value: text(28_000) }), 100),
  }),
  RichTextBlock: object({
    type: only('RichTextBlock'),
    inlines: list(
      object(
        { type: only('TextRun'), text: text(28_000) },
        { size: textSize, weight, color, isSubtle: flag, fontType: only('Default', 'Monospace') },
      ),
      100,
    ),
  }),
  Container: object(
    {
      type: only('Container'),
      items: list((value, path) => either(cardElements)(value, path), 100),
    },
    { style: only('default', 'emphasis', 'good', 'attention', 'warning', 'accent'), bleed: flag },
  ),
};

/** learn.microsoft.com, Teams: a message of at most 28 KB; adaptivecards.io, schema explorer of version 1.4. */
const teams = all(
  size(28 * 1024),
  object({
    type: only('message'),
    attachments: list(
      object({
        contentType: only('application/vnd.microsoft.card.adaptive'),
        contentUrl: only(null),
        content: object({
          $schema: only('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: only('AdaptiveCard'),
          version: only('1.4'),
          body: list(either(cardElements), 100),
        }),
      }),
      1,
    ),
  }),
);

const anyDetail: Check = (value, path) => (typeof value === 'string' ? [] : [`${path}: no text`]);
const details: Check = (value, path) =>
  object({}, Object.fromEntries(Object.keys(Object(value)).map((key) => [key, anyDetail])))(value, path);

/** developer.pagerduty.com, "Send an alert event": 512 KB, summary 1024, dedup_key 255, severity one of four. */
const pagerduty = all(
  size(512 * 1024),
  object(
    {
      routing_key: text(255),
      event_action: only('trigger', 'resolve'),
      dedup_key: text(255),
      payload: object(
        {
          summary: text(1024),
          source: text(255),
          severity: only('critical', 'error', 'warning', 'info'),
          timestamp: iso,
        },
        { component: text(255, 0), group: text(255, 0), class: text(255), custom_details: details },
      ),
    },
    { client: text(255) },
  ),
);

/** docs.opsgenie.com, "Alert API": details have 8,000 characters in all. */
const detailsTotal: Check = (value, path) => {
  const total = Object.entries(Object(value)).flat().join('').length;
  return total > 8000 ? [`${path}: ${total} characters in all`] : [];
};
const opsgenieAlert = object(
  { message: text(130) },
  {
    alias: text(512),
    description: text(15_000),
    entity: text(512, 0),
    source: text(100),
    priority: only('P1', 'P2', 'P3', 'P4', 'P5'),
    tags: list(text(50), 20),
    details: all(details, detailsTotal),
  },
);
const opsgenieClosing = object({ source: text(100), user: text(100), note: text(25_000) });

const opsgenie: Check = (value, path) =>
  ('message' in Object(value) ? opsgenieAlert : opsgenieClosing)(value, path);

const vendors = { slack, discord, teams, pagerduty, opsgenie };

export type Vendor = keyof typeof vendors;

/** Faults of a message against what its vendor publishes. */
export function vendorFaults(vendor: Vendor, message: unknown): string[] {
  return vendors[vendor](message, '$');
}
