/**
 * Lets time pass for all that Confiture has stored, so that a day of deploys can be shown after half a minute: every
 * moment in its tables moves into the past.
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
}
