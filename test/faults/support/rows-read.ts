import type { Connection } from '../../../src/database/connection.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that the statements of `ask` have read from tables of these names, as the server counts them, and how. */
export async function rowsRead(
  connection: Connection,
  tables: RegExp,
  ask: (asked: Connection) => Promise<unknown>,
) {
  const scans: PlanNode[] = [];
  const collect = (node: PlanNode): void => {
    if (tables.test(node['Relation Name'] ?? '')) scans.push(node);
    (node.Plans ?? []).forEach(collect);
  };
  const explained: Connection = Object.create(connection, {
    query: {
      value: async (text: string, values?: readonly unknown[]) => {
        const [row] = await connection.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
          `explain (analyze, format json) ${text}`,
          values,
        );
        if (row) collect(row['QUERY PLAN'][0].Plan);
        return connection.query(text, values);
      },
    },
  });
  await ask(explained);
  const read = scans.map(
    (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  );
  return {
    rows: Math.round(read.reduce((sum, count) => sum + count, 0)),
    whole: scans.filter((node) => node['Node Type'] === 'Seq Scan'),
  };
}
