import { isNode, type Source, type SyntaxNode } from './sources.js';

interface Rule {
  /** Files it holds for. */
  readonly where: RegExp;
  readonly what: string;
  readonly finds: (node: SyntaxNode) => boolean;
}

const GROUND = /^src\/(errors\.ts$|(text|redaction|events|templates|user-code)\/)/;
const OUTSIDE_OUTPUT = /^(?!src\/output\/)/;
const INPUT_AND_OUTPUT =
  /^node:(fs|net|http|https|http2|tls|dns|child_process|process|os|timers|worker_threads|perf_hooks)(\/|$)/;

const RULES: readonly Rule[] = [
  { where: GROUND, what: 'the process', finds: usesGlobal('process') },
  { where: GROUND, what: 'the clock', finds: (node) => callsMember('Date', 'now')(node) || readsClock(node) },
  { where: GROUND, what: 'chance', finds: callsMember('Math', 'random') },
  { where: GROUND, what: 'the network', finds: usesGlobal('fetch') },
  { where: GROUND, what: 'input and output', finds: imports(INPUT_AND_OUTPUT) },
  { where: OUTSIDE_OUTPUT, what: 'the console', finds: usesGlobal('console') },
  { where: OUTSIDE_OUTPUT, what: 'colours', finds: imports(/^chalk$/) },
  { where: /^(?!src\/(hooks|config|user-code)\/)/, what: 'code of the user', finds: importsWhatIsNotKnown },
  { where: /^(src|hooks)\//, what: 'the end of the process', finds: usesMember('process', /^exit(Code)?$/) },
];

/** Every use of something that belongs elsewhere, as a sentence. */
export function forbiddenGlobals(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, nodes }) => {
    const used = nodes.filter((node) => !isName(node));
    const broken = RULES.filter(({ where, finds }) => where.test(file) && used.some(finds));
    return broken.map(({ what }) => `${file} uses ${what}`);
  });
}

/** An identifier on its own says nothing: `a.process` and `{ process: 1 }` are names, not uses. */
function isName({ type }: SyntaxNode): boolean {
  return type === 'Identifier';
}

/** True for a node one of whose operands is the global `name`. */
function usesGlobal(name: string): (node: SyntaxNode) => boolean {
  return (node) =>
    Object.entries(node).some(
      ([key, value]) => !isLabel(node, key) && [value].flat().some((it) => names(it, name)),
    );
}

/** Names of members, keys, types and declarations are not uses. */
function isLabel({ type, computed }: SyntaxNode, key: string): boolean {
  if (key === 'property' || key === 'key') return computed !== true;
  return (
    ['id', 'params', 'local', 'imported', 'exported', 'label', 'typeName'].includes(key) ||
    type === 'Property'
  );
}

function usesMember(object: string, property: RegExp): (node: SyntaxNode) => boolean {
  return (node) =>
    node.type === 'MemberExpression' &&
    names(node.object, object) &&
    isNode(node.property) &&
    property.test(String(node.property.name));
}

function callsMember(object: string, property: string): (node: SyntaxNode) => boolean {
  return usesMember(object, new RegExp(`^${property}$`));
}

/** `new Date()`, and not `new Date(value)`. */
function readsClock({ type, callee, arguments: given }: SyntaxNode): boolean {
  return type === 'NewExpression' && names(callee, 'Date') && Array.isArray(given) && given.length === 0;
}

function imports(specifier: RegExp): (node: SyntaxNode) => boolean {
  return ({ type, source }) =>
    type === 'ImportDeclaration' && isNode(source) && specifier.test(String(source.value));
}

/** `import(file)`: which module that is turns out when the program runs. */
function importsWhatIsNotKnown({ type, source }: SyntaxNode): boolean {
  return type === 'ImportExpression' && isNode(source) && source.type !== 'Literal';
}

function names(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}
