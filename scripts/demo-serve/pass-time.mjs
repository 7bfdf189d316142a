/** A moment in the text of an event. */
const MOMENT = /"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"/g;

/**
 * Lets time pass for all that Confiture has stored, so that a day of deploys can be shown after half a minute: every
 * moment in its tables and in its events moves into the past.
 */
export async function passTime(database, hours) {
  const columns = await database.query(`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(format('%1$I = %1$I - $1::interval', column_name), ', ') as changes
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where (table_schema = 'confiture' or table_name = 'tb_confiture')
      and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'
    group by 1
  `);
  for (const { name, changes } of columns)
    await database.query(`update ${name} set ${changes}`, [`${hours} hours`]);
  await passTimeOfEvents(database, hours);
}

async function passTimeOfEvents(database, hours) {
  const earlier = (moment) =>
    JSON.stringify(new Date(Date.parse(JSON.parse(moment)) - hours * 3_600_000).toISOString());
  const events = await database.query('select id, body::text as body from confiture.events');
  await database.query(
    `update confiture.events e set body = n.body::json
      from unnest($1::text[], $2::text[]) n (id, body) where n.id = e.id`,
    [events.map(({ id }) => id), events.map(({ body }) => body.replace(MOMENT, earlier))],
  );
}
