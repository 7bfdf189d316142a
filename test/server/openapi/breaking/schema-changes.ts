/** A JSON Schema, as far as it is compared. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

/** What a schema of a request takes, or one of an answer gives. */
export type Side = 'request' | 'answer';

/** Limits that break requests where they get tighter; `max…` lower, `min…` higher. */
const LOWER = ['maxLength', 'maxItems', 'maximum', 'maxProperties'] as const;
const HIGHER = ['minLength', 'minItems', 'minimum', 'minProperties'] as const;

export interface SchemaPair {
  readonly before: Schema | undefined;
  readonly after: Schema | undefined;
}

/**
 * What a client of `before` would trip over in `after`: a request that was taken and is no more, an answer that lacks
 * what was there. An addition is no fault: fields and values of answers, optional fields of requests.
 */
export class SchemaChanges {
  readonly #resolve: (which: 'before' | 'after', schema: Schema | undefined) => Schema;
  readonly #side: Side;
  readonly #seen = new Set<string>();

  constructor(resolve: (which: 'before' | 'after', schema: Schema | undefined) => Schema, side: Side) {
    this.#resolve = resolve;
    this.#side = side;
  }

  of(pair: SchemaPair, place: string): string[] {
    const key = `${pair.before?.$ref ?? ''} ${pair.after?.$ref ?? ''}`;
    if (key !== ' ') {
      if (this.#seen.has(key)) return [];
      this.#seen.add(key);
    }
    const before = this.#resolve('before', pair.before);
    const after = this.#resolve('after', pair.after);
    return [
      ...this.#types(before, after, place),
      ...this.#values(before, after, place),
      ...this.#limits(before, after, place),
      ...this.#properties(before, after, place),
      ...(before.items && after.items
        ? this.of({ before: before.items, after: after.items }, `${place}[]`)
        : []),
      ...this.#variants(before, after, place),
    ];
  }

  #types(before: Schema, after: Schema, place: string): string[] {
    const [old, now] = [typesOf(before), typesOf(after)];
    const [kept, given] = this.#side === 'request' ? [old, now] : [now, old];
    if (given === null) return [];
    if (kept === null) return [`${place}: its type has changed`];
    const missing = kept.filter(
      (type) => !given.includes(type) && !(type === 'integer' && given.includes('number')),
    );
    return missing.map((type) =>
      this.#side === 'request' ? `${place}: ${type} is no longer taken` : `${place}: it may be ${type} now`,
    );
  }

  /** A new value of an answer is none: clients have to expect it. */
  #values(before: Schema, after: Schema, place: string): string[] {
    if (this.#side === 'answer') return [];
    const [old, now] = [valuesOf(before), valuesOf(after)];
    if (now === null) return [];
    if (old === null) return [`${place}: only some values are taken now`];
    return old
      .filter((value) => !now.includes(value))
      .map((value) => `${place}: ${value} is no longer taken`);
  }

  #limits(before: Schema, after: Schema, place: string): string[] {
    if (this.#side === 'answer') return [];
    const isTighter = (name: string, by: (old: number, now: number) => boolean) => {
      const [old, now] = [before[name], after[name]];
      return typeof now === 'number' && (typeof old !== 'number' || by(old, now));
    };
    return [
      ...LOWER.filter((name) => isTighter(name, (old, now) => now < old)),
      ...HIGHER.filter((name) => isTighter(name, (old, now) => now > old)),
    ].map((name) => `${place}: ${name} is tighter`);
  }

  #properties(before: Schema, after: Schema, place: string): string[] {
    const [old, now] = [before.properties ?? {}, after.properties ?? {}];
    const faults = Object.keys(old).flatMap((name) => {
      const at = `${place}.${name}`;
      if (!Object.hasOwn(now, name))
        return after.additionalProperties === true && this.#side === 'request' ? [] : [`${at}: it is gone`];
      const wasSure = before.required?.includes(name) ?? false;
      const isSure = after.required?.includes(name) ?? false;
      return [
        ...(this.#side === 'answer' && wasSure && !isSure ? [`${at}: it may be left out now`] : []),
        ...(this.#side === 'request' && !wasSure && isSure ? [`${at}: it is required now`] : []),
        ...this.of({ before: old[name], after: now[name] }, at),
      ];
    });
    if (this.#side === 'answer') return faults;
    const added = (after.required ?? []).filter((name) => !Object.hasOwn(old, name));
    return [...faults, ...added.map((name) => `${place}.${name}: it is new and required`)];
  }

  /** Variants are told apart by their place; a request may get more of them, an answer less. */
  #variants(before: Schema, after: Schema, place: string): string[] {
    const [old, now] = [variantsOf(before), variantsOf(after)];
    if (old === null || now === null) return [];
    const kept = this.#side === 'request' ? old : now;
    return kept.flatMap((_, index) => {
      const at = `${place}|${index}`;
      if (old[index] === undefined || now[index] === undefined)
        return [this.#side === 'request' ? `${at}: the variant is gone` : `${at}: there is a new variant`];
      return this.of({ before: old[index], after: now[index] }, at);
    });
  }
}

function typesOf({ type }: Schema): readonly string[] | null {
  return type === undefined ? null : [type].flat();
}

function valuesOf(schema: Schema): readonly string[] | null {
  if ('const' in schema) return [JSON.stringify(schema.const)];
  return schema.enum?.map((value) => JSON.stringify(value)) ?? null;
}

function variantsOf({ anyOf, oneOf }: Schema): readonly Schema[] | null {
  return anyOf ?? oneOf ?? null;
}
