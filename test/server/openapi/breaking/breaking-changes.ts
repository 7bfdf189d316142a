import { type Schema, SchemaChanges, type Side } from './schema-changes.js';

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly 'x-scope'?: string;
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Content>>;
}

/** An OpenAPI document, as far as it is compared. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** All in `after` that a client of `before` would trip over. */
export function breakingChanges(before: ApiDocument, after: ApiDocument): string[] {
  const documents = { before, after };
  const changes = (side: Side, old: Schema | undefined, now: Schema | undefined, place: string) =>
    new SchemaChanges((which, schema) => resolved(documents[which], schema), side).of(
      { before: old, after: now },
      place,
    );
  return Object.entries(before.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, old]) => {
      const place = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      if (now === undefined) return [`${place}: it is gone`];
      return [
        ...accessChanges(old, now, place),
        ...parameterChanges(old, now, place, changes),
        ...bodyChanges(old, now, place, changes),
        ...answerChanges(old, now, place, changes),
      ];
    }),
  );
}

type Compare = (side: Side, old: Schema | undefined, now: Schema | undefined, place: string) => string[];

function accessChanges(old: Operation, now: Operation, place: string): string[] {
  const needsToken = old.security.length === 0 && now.security.length > 0;
  const scope = now['x-scope'];
  return [
    ...(needsToken ? [`${place}: it needs a token now`] : []),
    ...(scope !== undefined && !needsToken && scope !== old['x-scope']
      ? [`${place}: it needs the scope ${scope} now`]
      : []),
  ];
}

function parameterChanges(old: Operation, now: Operation, place: string, compare: Compare): string[] {
  const keyOf = (parameter: Parameter) => `${parameter.in} ${parameter.name}`;
  const find = (operation: Operation, wanted: Parameter) =>
    operation.parameters.find((parameter) => keyOf(parameter) === keyOf(wanted));
  return [
    ...old.parameters.flatMap((parameter) => {
      const at = `${place} ${keyOf(parameter)}`;
      const kept = find(now, parameter);
      if (kept === undefined) return [`${at}: it is gone`];
      const isNewlyRequired = kept.required && !parameter.required;
      return [
        ...(isNewlyRequired ? [`${at}: it is required now`] : []),
        ...compare('request', parameter.schema, kept.schema, at),
      ];
    }),
    ...now.parameters
      .filter((parameter) => parameter.required && find(old, parameter) === undefined)
      .map((parameter) => `${place} ${keyOf(parameter)}: it is new and required`),
  ];
}

function bodyChanges(
  { requestBody: old }: Operation,
  { requestBody: now }: Operation,
  place: string,
  compare: Compare,
): string[] {
  const at = `${place} body`;
  if (old === undefined) return now?.required ? [`${at}: it is new and required`] : [];
  if (now === undefined) return [`${at}: it is gone`];
  return [
    ...(now.required && !old.required ? [`${at}: it is required now`] : []),
    ...Object.entries(old.content ?? {}).flatMap(([type, { schema }]) => {
      const kept = now.content?.[type];
      return kept === undefined ? [`${at} ${type}: it is gone`] : compare('request', schema, kept.schema, at);
    }),
  ];
}

function answerChanges(old: Operation, now: Operation, place: string, compare: Compare): string[] {
  return Object.entries(old.responses).flatMap(([status, answer]) => {
    const at = `${place} → ${status}`;
    const kept = now.responses[status];
    if (kept === undefined) return [`${at}: it is gone`];
    return Object.entries(answer.content ?? {}).flatMap(([type, { schema }]) => {
      const content = kept.content?.[type];
      return content === undefined
        ? [`${at} ${type}: it is gone`]
        : compare('answer', schema, content.schema, at);
    });
  });
}

function resolved({ components }: ApiDocument, schema: Schema | undefined): Schema {
  if (schema?.$ref === undefined) return schema ?? {};
  return (components.schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {}) as Schema;
}
