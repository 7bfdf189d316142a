/** What a hook file exports as its hook or hooks; undefined where it exports none. */
export function exportedHooks(module: unknown): unknown {
  if (!isObject(module)) return module;
  const exported = 'default' in module ? unwrap(module.default) : commonJsExport(module);
  return isEmpty(exported) ? undefined : exported;
}

/** A CommonJS file that was compiled from ES module syntax has its default export one level further in. */
function unwrap(value: unknown): unknown {
  return isObject(value) && '__esModule' in value ? value.default : value;
}

/** jiti hands over `module.exports` itself where Node hands over a namespace with it as `default`. */
function commonJsExport(module: Readonly<Record<string, unknown>>): unknown {
  const isNamespace = '__esModule' in module || Object.prototype.toString.call(module) === '[object Module]';
  return isNamespace ? undefined : module;
}

/** `module.exports` of a file that never set it is an empty object. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return (
    isObject(value) && Object.keys(value).length === 0 && Object.getPrototypeOf(value) === Object.prototype
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
