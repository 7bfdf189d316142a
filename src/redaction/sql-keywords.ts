/** Words that migrations are made of; a syntax error may show these, and misspellings of them. */
export const sqlKeywords: readonly string[] = `
  add after all alter always analyze and any array as asc authorization begin before between bigint boolean by
  call cascade case cast char character check cluster coalesce collate column comment commit concurrently conflict
  constraint copy create cross current cursor database date decimal declare default deferrable deferred definer
  delete desc distinct do domain double drop each else end enum escape except exclude execute exists explain
  extension false fetch filter first for foreign from full function generated grant group having if ilike immediate
  immutable in increment index inherits initially inner insert instead int integer intersect interval into invoker
  is isolation join key language lateral left level like limit lock loop match materialized merge move natural no
  not nothing notify null nulls numeric of offset on only operator option or order outer over owned owner partition
  perform policy precision prepare primary privileges procedure public raise range real recursive references refresh
  reindex rename replace reset restrict return returning returns revoke right role rollback row rows rule savepoint
  schema security select sequence serial session set show smallint some stable start statement storage strict table
  tablespace temporary text then time timestamp timestamptz to transaction trigger true truncate type union unique
  update using uuid vacuum valid validate values varchar view volatile when where while window with without work
`
  .trim()
  .split(/\s+/);
