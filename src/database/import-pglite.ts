/**
 * Loads the embedded database. By `import()`, which the build keeps here as in src/bus/native-import.ts: its CommonJS
 * form does not find its own files below a folder with `#` in its name.
 */
export function importPglite() {
  return import('@electric-sql/pglite');
}
