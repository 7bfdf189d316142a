import type { Planted } from './find-secrets.js';
import { connectionStrings, createDraw, type Draw, password, tokens } from './invented-secrets.js';

/** A migration that carries secrets, and how it ends. */
export interface Scenario {
  readonly title: string;
  /** Applied before, successfully; carries nothing. */
  readonly setup?: string;
  /** Text of the migration that carries the secrets. */
  readonly sql: string;
  /** Name of its file without `.up.sql`; default `002_carries`. */
  readonly name?: string;
  /** Text of its `.invariant.sql`; default none. */
  readonly invariant?: string;
  readonly planted: readonly Planted[];
  readonly fails: boolean;
  /** What an on-call person must still find in the payload. */
  readonly honest: readonly string[];
  /** The secrets are row values: a person sees them in the drawn line of the file, and nowhere else. */
  readonly areRowValues?: boolean;
  /** The secrets stand in the name of the file, which the ledger of the same database keeps as it is. */
  readonly areInName?: boolean;
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

let seed = 1;
function nextDraw(): Draw {
  seed += 1;
  return createDraw(seed);
}

function drawTokens(): Planted[] {
  const draw = nextDraw();
  return Object.entries(tokens).map(([kind, make]) => ({ kind, secret: make(draw) }));
}

function inGroupsOf<T>(size: number, items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}

function drawConnections(): { text: string; planted: Planted }[] {
  const draw = nextDraw();
  return Object.entries(connectionStrings).map(([kind, make]) => {
    const { text, secret } = make(draw);
    return { text, planted: { kind, secret } };
  });
}

const raisedTokens = inGroupsOf(6, drawTokens()).map(
  (planted): Scenario => ({
    title: `RAISE EXCEPTION with ${planted.map(({ kind }) => kind).join(', ')}`,
    sql: `do $outer$ begin raise exception ${literal(`the key is ${planted.map(({ secret }) => secret).join(' or ')} now`).replaceAll('%', '%%')}; end $outer$;`,
    planted,
    fails: true,
    honest: ['P0001', 'RaiseException', 'the key is'],
  }),
);

const raisedConnections = inGroupsOf(4, drawConnections()).map(
  (group): Scenario => ({
    title: `RAISE EXCEPTION with ${group.map(({ planted }) => planted.kind).join(', ')}`,
    sql: `do $outer$ begin raise exception ${literal(group.map(({ text }) => `cannot reach ${text}`).join(' and ')).replaceAll('%', '%%')}; end $outer$;`,
    planted: group.map(({ planted }) => planted),
    fails: true,
    honest: ['P0001', 'cannot reach'],
  }),
);

const noticed = ((): Scenario[] => {
  const all = [...drawTokens(), ...drawConnections().map(({ text, planted }) => ({ ...planted, text }))];
  const lines = all.map(
    (it) => `raise notice ${literal(`found ${'text' in it ? it.text : it.secret}`).replaceAll('%', '%%')};`,
  );
  const warned = drawTokens();
  return [
    {
      title: 'NOTICEs of a migration that succeeds',
      sql: `do $outer$ begin ${lines.join('\n')} end $outer$;`,
      planted: all,
      fails: false,
      honest: ['002_carries'],
    },
    {
      title: 'WARNINGs of a migration that then fails',
      sql: `do $outer$ begin ${warned.map(({ secret }) => `raise warning ${literal(secret)};`).join('\n')} end $outer$;\nselect * from missing_table;`,
      planted: warned,
      fails: true,
      honest: ['42P01', 'missing_table', '002_carries.up.sql'],
    },
  ];
})();

const carried = ((): Scenario[] => {
  const inComments = drawTokens();
  const inRows = drawTokens();
  const inCopy = drawTokens().filter(({ secret }) => !secret.includes('\n'));
  const inBodies = drawTokens();
  return [
    {
      title: 'comments, rows, COPY data, function bodies and settings of a migration that succeeds',
      sql: [
        ...inComments.map(({ secret }) => `-- ${secret.replaceAll('\n', ' ')}`),
        `/* ${inComments.map(({ secret }) => secret).join(' ')} */`,
        'create table carrier (id int generated always as identity, value text);',
        ...inRows.map(({ secret }) => `insert into carrier (value) values (${literal(secret)});`),
        'copy carrier (value) from stdin;',
        ...inCopy.map(({ secret }) => secret),
        '\\.',
        `create function carry() returns text language sql as $body$ select ${inBodies.map(({ secret }) => literal(secret)).join(' || ')} $body$;`,
        `comment on table carrier is ${literal(inBodies[0]?.secret ?? '')};`,
        `set local app.token = ${literal(inBodies[1]?.secret ?? '')};`,
      ].join('\n'),
      planted: [...inComments, ...inRows, ...inCopy, ...inBodies],
      fails: false,
      honest: ['002_carries'],
    },
    ...inGroupsOf(4, drawTokens()).map(
      (planted): Scenario => ({
        title: `the lines around a statement that fails, with ${planted.map(({ kind }) => kind).join(', ')}`,
        sql: [
          'select * from',
          ...planted.map(({ secret }) => `-- ${secret.replaceAll('\n', '\n-- ')}`),
          'missing_table;',
        ].join('\n'),
        planted,
        fails: true,
        honest: ['42P01', 'missing_table'],
      }),
    ),
  ];
})();

/** A statement that is no SQL, where only the server can find that out. */
function executed(text: string): string {
  return `do $run$ begin execute $text$${text}$text$; end $run$;`;
}

/** Queries around a migration: their text, their rows, and what the server says of them. */
const validated = ((): Scenario[] => {
  const inRows = drawTokens();
  const inQuery = drawTokens();
  const inBoth = drawTokens();
  const setup = 'create table vault (id integer, token text);';
  return [
    {
      title: 'an invariant whose rows are others afterwards',
      setup,
      sql: inRows.map(({ secret }, id) => `insert into vault values (${id}, ${literal(secret)});`).join('\n'),
      invariant: 'select token from vault;',
      planted: inRows,
      fails: true,
      honest: ['returned other rows than before', '002_carries.invariant.sql'],
    },
    {
      title: 'an invariant that the server refuses',
      setup,
      sql: 'select 1;',
      invariant: inQuery
        .map(({ secret }) => `select id from vault where id = ${literal(secret)}::integer;`)
        .join('\n'),
      planted: inQuery,
      fails: true,
      honest: ['22P02', '002_carries.invariant.sql'],
    },
    {
      title: 'invariants that hold, and end in a certificate',
      setup,
      sql: inBoth.map(({ secret }) => `select ${literal(secret)};`).join('\n'),
      invariant: inBoth.map(({ secret }) => `select ${literal(secret)}, count(*) from vault;`).join('\n'),
      planted: inBoth,
      fails: false,
      honest: ['certificate.generated'],
    },
  ];
})();

/** Statements that are no SQL, so that the file is refused before anything runs. */
export const unreadable: readonly (readonly [kind: string, write: (secret: string) => string])[] = [
  ['CREATE ROLE … PASSWORD', (it) => `create role carrier login password '${it}' no_such_option;`],
  ['a PASSWORD that is not closed', (it) => `create role carrier password '${it};`],
  ['SET', (it) => `set app.api_token to '${it}' no_such_word;`],
];

/** A line of its own that fails, with a password in it: the drawing of the line must hide it. */
const passwordLines = ((): Scenario[] => {
  const draw = nextDraw();
  const cases: readonly [string, (secret: string) => string, string][] = [
    ['CREATE ROLE … PASSWORD', (it) => `create role carrier login password '${it}' no_such_option;`, '42601'],
    [
      'CREATE USER … ENCRYPTED PASSWORD',
      (it) => `create user carrier encrypted password E'${it}' no_such_option;`,
      '42601',
    ],
    ['ALTER USER … PASSWORD', (it) => `alter user missing_user with password '${it}';`, '42704'],
    [
      'ALTER ROLE … PASSWORD in dollar quotes',
      (it) => `alter role missing_user password $pw$${it}$pw$;`,
      '42704',
    ],
    [
      'an unquoted PASSWORD',
      (it) => `create role carrier password ${it.replace(/[^a-z0-9]/gi, '')};`,
      '42601',
    ],
    ['a PASSWORD that is not closed', (it) => `create role carrier password '${it};`, '42601'],
    [
      'USER MAPPING options',
      (it) =>
        `create user mapping for current_user server missing_server options (user 'app', password '${it}');`,
      '42704',
    ],
    [
      'SERVER options',
      (it) =>
        `create server carrier foreign data wrapper postgres_fdw options (host 'db', password '${it}');`,
      'HV00D',
    ],
    [
      'a dblink call',
      (it) => `select dblink_connect('host=127.0.0.1 port=1 user=app password=${it}');`,
      '08001',
    ],
    [
      'dblink_exec',
      (it) => `select dblink_exec('postgres://app:${encodeURIComponent(it)}@127.0.0.1:1/shop', 'select 1');`,
      '08001',
    ],
    [
      'SUBSCRIPTION connection',
      (it) =>
        `create subscription carrier connection 'host=127.0.0.1 port=1 dbname=x password=${it}' publication p;`,
      '',
    ],
    ['set_config', (it) => `select set_config('app.secret', '${it}', no_such_column);`, '42703'],
    ['SET', (it) => `set app.api_token to '${it}' no_such_word;`, '42601'],
    ['pgcrypto', (it) => `select crypt_missing('x', 'y'), 'secret', '${it}';`, '42883'],
    [
      'a DO block',
      (it) => `do $d$ declare password text := '${it}'; begin perform password::int; end $d$;`,
      '22P02',
    ],
    [
      'EXECUTE format',
      (it) =>
        `do $d$ begin execute format('create role carrier password %L no_such_option', '${it}'); end $d$;`,
      '42601',
    ],
  ];
  return cases.map(([kind, write, sqlstate]) => {
    const secret = password(draw);
    const text = write(secret);
    const sql = sqlstate === '42601' && !text.startsWith('do ') ? executed(text) : text;
    const written = [secret, encodeURIComponent(secret), secret.replace(/[^a-z0-9]/gi, '')];
    const needle = written.find((it) => sql.includes(it)) ?? secret;
    return {
      title: kind,
      setup: 'create extension dblink;\ncreate extension postgres_fdw;',
      sql,
      planted: [{ kind, secret: needle }],
      fails: true,
      honest: ['002_carries.up.sql', ...(sqlstate === '' ? [] : [sqlstate])],
    };
  });
})();

const rowValues = ((): Scenario[] => {
  const draw = nextDraw();
  const table = `create table payment (id int primary key, card text unique, email text not null, amount int check (amount > 0), kind text, note varchar(5));
create type mood as enum ('calm', 'busy');`;
  const value = () => `Quokka ${draw(6)} ${draw(8, '0123456789')}`;
  const cases: readonly [string, (it: string) => string, readonly string[]][] = [
    [
      'unique',
      (it) => `insert into payment values (1, '${it}', 'a', 1), (2, '${it}', 'b', 1);`,
      ['23505', 'payment_card_key'],
    ],
    [
      'unique index',
      (it) =>
        `insert into payment values (1, '${it}', 'a', 1), (2, 'x', 'b', 1);\ninsert into payment values (3, '${it}', 'c', 1);`,
      ['23505', 'payment_card_key'],
    ],
    ['check', (it) => `insert into payment values (1, '${it}', 'a', -5);`, ['23514', 'payment_amount_check']],
    ['not null', (it) => `insert into payment values (1, '${it}', null, 5);`, ['23502', 'email']],
    [
      'foreign key',
      (it) =>
        `create table child (card text references payment (card));\ninsert into child values ('${it}');`,
      ['23503', 'child_card_fkey'],
    ],
    [
      'new foreign key',
      (it) =>
        `create table child (card text);\ninsert into child values ('${it}');\nalter table child add foreign key (card) references payment (card);`,
      ['23503', 'child'],
    ],
    [
      'new check',
      (it) =>
        `insert into payment values (1, '${it}', 'a', 5);\nalter table payment add constraint only_big check (amount > 10);`,
      ['23514', 'only_big'],
    ],
    ['integer', (it) => `select '${it}'::int;`, ['22P02', 'integer']],
    ['uuid', (it) => `select '${it}'::uuid;`, ['22P02', 'uuid']],
    ['date', (it) => `select '${it}'::date;`, ['22007']],
    ['timestamptz', (it) => `select '2026-13-45 ${it}'::timestamptz;`, ['22']],
    ['json', (it) => `select '{"card": ${it}}'::json;`, ['22P02', 'json']],
    ['jsonb path', (it) => `select jsonb_path_query('{}', '$.a ${it}');`, ['42601']],
    ['enum', (it) => `select '${it}'::mood;`, ['22P02', 'mood']],
    ['array', (it) => `select '{${it}'::text[];`, ['22P02', 'array']],
    ['bytea', (it) => `select '\\x${it}'::bytea;`, ['22']],
    ['inet', (it) => `select '${it}'::inet;`, ['22P02', 'inet']],
    ['numeric', (it) => `select '${it}'::numeric;`, ['22P02', 'numeric']],
    ['boolean', (it) => `select '${it}'::boolean;`, ['22P02', 'boolean']],
    ['interval', (it) => `select '${it}'::interval;`, ['22007', 'interval']],
    ['point', (it) => `select '${it}'::point;`, ['22P02', 'point']],
    ['xml or type', (it) => `select '<a>${it}'::xml;`, ['']],
    ['regular expression', (it) => `select 'x' ~ '(${it}';`, ['2201B']],
    ['to_date', (it) => `select to_date('${it}', 'YYYY-MM-DD');`, ['22007']],
    ['timezone', (it) => `set local timezone to '${it}';`, ['22023']],
    ['setting', (it) => `set local work_mem to '${it}';`, ['22023']],
    [
      'copy data',
      (it) => `copy payment (id, card, email, amount) from stdin;\n1\t${it}\tmail\tnot a number ${it}\n\\.`,
      ['22P02'],
    ],
    ['copy columns', (it) => `copy payment (id, card) from stdin;\n1\t${it}\textra ${it}\n\\.`, ['22P04']],
    [
      'cast of a column',
      (it) =>
        `insert into payment values (1, '${it}', 'a', 5);\nalter table payment alter card type int using card::int;`,
      ['22P02'],
    ],
    [
      'exclusion',
      (it) =>
        `create table booking (room text, exclude using btree (room with =));\ninsert into booking values ('${it}');\ninsert into booking values ('${it}');`,
      ['23P01', 'booking_room_excl'],
    ],
    [
      'RAISE of a row',
      (it) => `do $d$ begin raise exception 'customer % is blocked', '${it}'; end $d$;`,
      ['P0001', 'is blocked'],
    ],
    [
      'RAISE with DETAIL and HINT',
      (it) =>
        `do $d$ begin raise exception 'not allowed' using detail = '${it}', hint = '${it}', errcode = 'P0003'; end $d$;`,
      ['not allowed'],
    ],
    [
      'RAISE as a unique violation',
      (it) =>
        `do $d$ begin raise exception 'customer ${it} is there already' using errcode = '23505'; end $d$;`,
      ['23505'],
    ],
    [
      'RAISE as an undefined table',
      (it) => `do $d$ begin raise exception 'no ledger of ${it} here' using errcode = '42P01'; end $d$;`,
      ['42P01'],
    ],
    ['ASSERT', (it) => `do $d$ begin assert false, 'seen ${it}'; end $d$;`, ['P0004']],
    [
      'an error in a trigger',
      (it) =>
        `create function refuse() returns trigger language plpgsql as $f$ begin raise exception 'row % refused', new; end $f$;\ncreate trigger refuse before insert on payment for each row execute function refuse();\ninsert into payment values (1, '${it}', 'a', 5);`,
      ['P0001', 'refused'],
    ],
    [
      'a failing commit',
      (it) =>
        `create table late (card text unique deferrable initially deferred);\ninsert into late values ('${it}'), ('${it}');`,
      ['23505', 'late_card_key'],
    ],
    [
      'a concurrent index',
      (it) =>
        `-- confiture: no-transaction\ncreate table spread (card text);\ninsert into spread values ('${it}'), ('${it}');\ncreate unique index concurrently spread_card on spread (card);`,
      ['23505', 'spread_card'],
    ],
  ];
  return cases.map(([kind, write, honest]) => {
    const secret = value();
    return {
      title: `the row value of ${kind}`,
      setup: table,
      sql: write(secret),
      planted: secret
        .split(' ')
        .slice(1)
        .map((part) => ({ kind, secret: part })),
      fails: true,
      honest: honest.filter((text) => text !== ''),
      areRowValues: true,
    };
  });
})();

/** Tokens whose letters a file name can have. */
const named = ['GitHub token', 'GitLab token', 'Stripe key', 'npm token', 'AWS key id', 'Anthropic key'].map(
  (kind): Scenario => {
    const secret = tokens[kind]?.(nextDraw()) ?? '';
    return {
      title: `the name of a file, with a ${kind}`,
      name: `002_add_${secret}`,
      sql: 'select * from missing_table;',
      planted: [{ kind, secret }],
      fails: true,
      honest: ['42P01', 'missing_table', '002_add'],
      areInName: true,
    };
  },
);

/** What people call a migration is shown with its name, and stands in every event about it. */
const titled = ((): Scenario[] => {
  const planted = ['GitHub token', 'Stripe key', 'AWS key id'].map((kind) => ({
    kind,
    secret: tokens[kind]?.(nextDraw()) ?? '',
  }));
  return [
    {
      title: 'the title of a migration',
      sql: `-- confiture: title Carts ${planted.map(({ secret }) => secret).join(' ')}\nselect * from missing_table;`,
      planted,
      fails: true,
      honest: ['42P01', 'missing_table'],
    },
  ];
})();

export const scenarios: readonly Scenario[] = [
  ...raisedTokens,
  ...raisedConnections,
  ...noticed,
  ...carried,
  ...validated,
  ...passwordLines,
  ...rowValues,
  ...named,
  ...titled,
];
