import type { ColumnType } from './column-type.js';
import { type KnownCheck, type KnownColumn, type KnownRelation, unknownRelation } from './known-relation.js';
import type { ObjectName } from './object-names.js';

/** Kinds of objects that are no relations. */
export type ObjectKind = 'type' | 'function' | 'schema';

/** How keys of temporary tables begin. */
const TEMPORARY = 'pg_temp.';

/** Schema that a name without one is taken for where no database says otherwise. */
const USUAL_SCHEMA = 'public';

/**
 * What statements have told about the database so far: which objects the plan itself made, and what types and
 * constraints columns have. Names are only taken for the same object where they surely are: a name without a schema
 * means the default schema, and after a change of the search_path a place of its own.
 */
export class KnownObjects {
  readonly #relations = new Map<string, KnownRelation>();
  /** With the number of the file that dropped it. */
  readonly #dropped = new Map<string, number>();
  readonly #others = new Set<string>();
  readonly #checkedDomains = new Set<string>();
  readonly #defaultSchema: string;
  #place: string;
  #file = 0;
  #lacksHistory = false;

  constructor(defaultSchema: string = USUAL_SCHEMA) {
    this.#defaultSchema = defaultSchema;
    this.#place = defaultSchema;
  }

  /** A question was asked that earlier migrations may answer. */
  get lacksHistory(): boolean {
    return this.#lacksHistory;
  }

  /** Each file begins with the search_path of the session, and perhaps in another session. */
  beginFile(): void {
    this.#file += 1;
    for (const key of this.#relations.keys()) if (key.startsWith(TEMPORARY)) this.#relations.delete(key);
    this.#place = this.#defaultSchema;
  }

  /** `path` is null where the search_path is back at its start. */
  searchPathChanged(path: readonly string[] | null): void {
    this.#place = path === null ? this.#defaultSchema : `search_path ${path.join(', ')}`;
  }

  /** Names without a schema mean `schema` for as long as `work` goes on. */
  within<T>(schema: string, work: () => T): T {
    const place = this.#place;
    this.#place = schema;
    try {
      return work();
    } finally {
      this.#place = place;
    }
  }

  /** What is known so far was there before the plan. */
  settle(): void {
    for (const relation of this.#relations.values()) {
      relation.isNew = false;
      for (const [name, column] of relation.columns) relation.columns.set(name, { ...column, isNew: false });
    }
    this.#others.clear();
    this.#dropped.clear();
  }

  /** After a rollback inside of a file: what the file has said so far may be undone. */
  doubt(): void {
    const isDoubtful = ({ file }: { readonly file: number }) => file === this.#file;
    for (const relation of this.#relations.values()) {
      if (isDoubtful(relation)) relation.isNew = false;
      for (const [name, column] of relation.columns) if (isDoubtful(column)) relation.columns.delete(name);
      for (const [name, check] of relation.checks) if (isDoubtful(check)) relation.checks.delete(name);
    }
    for (const [key, file] of this.#dropped) if (file === this.#file) this.#dropped.delete(key);
    this.#others.clear();
  }

  /** `ifMissing`: it may have been there, unless the plan dropped it. */
  created(name: ObjectName, { ifMissing = false }: { readonly ifMissing?: boolean } = {}): void {
    const key = this.#keyFor(name);
    if (ifMissing && !this.#dropped.has(key)) return;
    this.#relations.set(key, { ...unknownRelation(), isNew: true, file: this.#file });
  }

  dropped(name: ObjectName): void {
    const key = this.#keyOf(name);
    this.#relations.delete(key);
    this.#dropped.set(key, this.#file);
  }

  renamed(name: ObjectName, to: { readonly schema?: string; readonly name?: string }): void {
    const key = this.#keyOf(name);
    const relation = this.#relations.get(key);
    this.#relations.delete(key);
    this.#dropped.set(key, this.#file);
    const schema = to.schema ?? (key.startsWith(TEMPORARY) ? 'pg_temp' : name.schema);
    if (relation === undefined) return;
    relation.file = this.#file;
    this.#relations.set(this.#keyFor({ schema, name: to.name ?? name.name }), relation);
  }

  isNew(name: ObjectName): boolean {
    return this.#relations.get(this.#keyOf(name))?.isNew ?? false;
  }

  columnAdded(table: ObjectName, column: string, type: ColumnType | null, isNotNull: boolean): void {
    this.#relation(table).columns.set(column, { isNew: true, type, isNotNull, file: this.#file });
  }

  columnDropped(table: ObjectName, column: string): void {
    this.#relation(table).columns.delete(column);
  }

  columnRenamed(table: ObjectName, column: string, to: string): void {
    const { columns } = this.#relation(table);
    const known = columns.get(column);
    columns.delete(column);
    if (known !== undefined) columns.set(to, known);
  }

  columnChanged(table: ObjectName, column: string, change: Partial<Omit<KnownColumn, 'file'>>): void {
    const { columns } = this.#relation(table);
    const known = columns.get(column) ?? { isNew: false, type: null, isNotNull: false };
    columns.set(column, { ...known, ...change, file: this.#file });
  }

  /** True for a column that the plan added, to whichever table. */
  isNewColumn(table: ObjectName, column: string): boolean {
    return this.isNew(table) || (this.#find(table)?.columns.get(column)?.isNew ?? false);
  }

  columnType(table: ObjectName, column: string): ColumnType | null {
    const type = this.#find(table)?.columns.get(column)?.type ?? null;
    if (type === null) this.#lacksHistory = true;
    return type;
  }

  checkAdded(table: ObjectName, name: string, check: Omit<KnownCheck, 'file'>): void {
    this.#relation(table).checks.set(name, { ...check, file: this.#file });
  }

  checkValidated(table: ObjectName, name: string): void {
    const { checks } = this.#relation(table);
    const check = checks.get(name);
    if (check !== undefined) checks.set(name, { ...check, isValid: true, file: this.#file });
  }

  checkDropped(table: ObjectName, name: string): void {
    this.#relation(table).checks.delete(name);
  }

  /** True where a constraint says so already, so that the server need not look at the rows. */
  isKnownNotNull(table: ObjectName, column: string): boolean {
    const { columns, checks } = this.#find(table) ?? unknownRelation();
    const isKnown =
      columns.get(column)?.isNotNull === true ||
      [...checks.values()].some((check) => check.isValid && check.columns.includes(column));
    if (!isKnown) this.#lacksHistory = true;
    return isKnown;
  }

  referenceAdded(table: ObjectName, constraint: string, referenced: ObjectName): void {
    this.#relation(table).references.set(constraint, referenced);
  }

  referenceDropped(table: ObjectName, constraint: string): void {
    this.#relation(table).references.delete(constraint);
  }

  /** Tables that the foreign keys of a table refer to, or the one of that name. */
  referencedBy(table: ObjectName, constraint?: string): ObjectName[] {
    const references = this.#find(table)?.references;
    if (references === undefined) this.#lacksHistory = true;
    return [...(references ?? [])].flatMap(([name, referenced]) =>
      constraint === undefined || constraint === name ? [referenced] : [],
    );
  }

  /** Call it behind `created`, which an index that may have been there leaves as it was. */
  indexMade(index: ObjectName, table: ObjectName): void {
    this.#relation(index).indexed ??= table;
  }

  tableOfIndex(index: ObjectName): ObjectName | null {
    const table = this.#find(index)?.indexed ?? null;
    if (table === null) this.#lacksHistory = true;
    return table;
  }

  madeOther(kind: ObjectKind, name: ObjectName): void {
    this.#others.add(`${kind} ${this.#keyFor(name)}`);
  }

  isNewOther(kind: ObjectKind, name: ObjectName): boolean {
    return this.#others.has(`${kind} ${this.#keyFor(name)}`);
  }

  domainChecked(name: ObjectName): void {
    this.#checkedDomains.add(this.#keyFor(name));
  }

  isCheckedDomain(name: ObjectName): boolean {
    return this.#checkedDomains.has(this.#keyFor(name));
  }

  #find(table: ObjectName): KnownRelation | undefined {
    return this.#relations.get(this.#keyOf(table));
  }

  #relation(table: ObjectName): KnownRelation {
    const key = this.#keyOf(table);
    const known = this.#relations.get(key) ?? unknownRelation();
    this.#relations.set(key, known);
    return known;
  }

  /** Key of a name that is used: a temporary table hides others of its name. */
  #keyOf(name: ObjectName): string {
    const temporary = `${TEMPORARY}${name.name}`;
    return name.schema === null && this.#relations.has(temporary) ? temporary : this.#keyFor(name);
  }

  /** Key of a name that is made. */
  #keyFor({ schema, name, isTemporary = false }: ObjectName): string {
    return `${isTemporary ? 'pg_temp' : (schema ?? this.#place)}.${name}`;
  }
}
