import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../src/server/openapi/document.js';
import { routes } from '../../../src/server/routes.js';

interface Schemaed {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: Schemaed & { readonly required: boolean };
  readonly responses: Readonly<Record<string, Schemaed>>;
}

const document = openApiDocument(routes, '0.0.0-test');
const paths = document.paths as unknown as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const validatorOf = validators(false);
/** Parameters are texts; what the schema takes for a number must read as one. */
const parameterValidatorOf = validators(true);

/** All that is not as the document says of one request and its answer; a refused request may be wrong itself. */
export function exchangeFaults(
  request: { readonly method: string; readonly path: string; readonly body: unknown },
  answer: { readonly status: number; readonly type: string | null; readonly body: unknown },
): string[] {
  const { pathname, searchParams } = new URL(request.path, 'http://localhost');
  const found = operationOf(request.method, pathname);
  const said = `${request.method.toUpperCase()} ${request.path} → ${answer.status}`;
  if (found === null) return answer.status >= 400 ? [] : [`${said}: not in the document`];
  const { pointer, operation } = found;
  const faults = answer.status < 400 ? requestFaults(pointer, operation, searchParams, request.body) : [];
  return [...faults, ...answerFaults(pointer, operation, answer)].map((fault) => `${said}: ${fault}`);
}

function operationOf(method: string, pathname: string): { pointer: string; operation: Operation } | null {
  const matching = Object.keys(paths)
    .filter((path) =>
      new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
    )
    .sort((a, b) => a.split('{').length - b.split('{').length);
  for (const path of matching) {
    const operation = paths[path]?.[method];
    if (operation !== undefined)
      return { operation, pointer: `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}` };
  }
  return null;
}

function requestFaults(
  pointer: string,
  { parameters, requestBody }: Operation,
  query: URLSearchParams,
  body: unknown,
): string[] {
  const known = parameters.map((each, index) => ({
    ...each,
    pointer: `${pointer}/parameters/${index}/schema`,
  }));
  const ofQuery = known.filter((each) => each.in === 'query');
  const unknown = [...query.keys()].filter((name) => !ofQuery.some((each) => each.name === name));
  return [
    ...unknown.map((name) => `the query parameter ${name} is not in the document`),
    ...ofQuery
      .filter(({ name, required }) => required && !query.has(name))
      .map(({ name }) => `the query parameter ${name} is missing`),
    ...ofQuery
      .filter(({ name }) => query.has(name))
      .flatMap(({ name, pointer }) => {
        const values = query.getAll(name);
        return parameterValidatorOf(pointer)(values.length === 1 ? values[0] : values);
      }),
    ...bodyFaults(pointer, requestBody, body),
  ];
}

function bodyFaults(pointer: string, declared: Operation['requestBody'], body: unknown): string[] {
  if (body === undefined) return declared?.required ? ['the body is missing'] : [];
  if (declared === undefined) return ['the document knows no body'];
  return validatorOf(`${pointer}/requestBody/content/application~1json/schema`)(body);
}

function answerFaults(
  pointer: string,
  { responses }: Operation,
  { status, type, body }: { readonly status: number; readonly type: string | null; readonly body: unknown },
): string[] {
  const name = responses[status] ? `${status}` : 'default';
  if (name === 'default' && status < 400) return ['the document does not know this status'];
  const { content } = responses[name] ?? {};
  if (content === undefined) return body === null ? [] : ['the document knows no body of this answer'];
  if (type === null || content[type] === undefined) return [`the document knows no body of type ${type}`];
  if (!type.endsWith('json')) return [];
  return validatorOf(`${pointer}/responses/${name}/content/${type.replaceAll('/', '~1')}/schema`)(body);
}

/** Gives the faults of a value against the schema at a pointer into the document. */
function validators(coerceTypes: boolean): (pointer: string) => (value: unknown) => string[] {
  const ajv = addFormats.default(
    new Ajv2020.default({ strict: false, allErrors: true, coerceTypes: coerceTypes ? 'array' : false }),
  );
  ajv.addSchema(document, 'openapi.json');
  return (pointer) => {
    const validate =
      ajv.getSchema(`openapi.json${pointer}`) ?? ajv.compile({ $ref: `openapi.json${pointer}` });
    return (value) =>
      validate(value)
        ? []
        : [`${pointer}: ${ajv.errorsText(validate.errors)}, in ${JSON.stringify(value)?.slice(0, 400)}`];
  };
}
