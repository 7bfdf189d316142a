import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { commandDocuments } from '../../src/app/documents/schemas/catalog.js';
import { usageSchema } from '../../src/app/documents/schemas/envelope.js';

const ajv = addFormats.default(
  new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: false }),
);
const validators = new Map<string, ReturnType<typeof ajv.compile>>();

/** Everything on stdout of a command with `--format json` that is not what `confiture schema` says, as sentences. */
export function documentFaults(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => faultsOf(line));
}

function faultsOf(line: string): string[] {
  let document: { readonly ok?: unknown; readonly command?: string | null };
  try {
    document = JSON.parse(line);
  } catch {
    return [`not a JSON document: ${line}`];
  }
  const { command = null } = document;
  const validate = validatorOf(command);
  if (!validate) return [`there is no schema of ${command}: ${line}`];
  if (validate(document)) return [];
  return [
    `a document of ${command} is not what src/app/documents/schemas says: ${ajv.errorsText(validate.errors)}\n${line}`,
  ];
}

function validatorOf(command: string | null): ReturnType<typeof ajv.compile> | undefined {
  const schema = command === null ? usageSchema : commandDocuments[command]?.schema;
  if (!schema) return undefined;
  const name = command ?? '';
  const known = validators.get(name) ?? ajv.compile(schema);
  validators.set(name, known);
  return known;
}
