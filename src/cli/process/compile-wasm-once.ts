import v8 from 'node:v8';

/**
 * Has V8 compile WebAssembly once, quickly. Otherwise it compiles PostgreSQL's parser a second time in the background,
 * for speed that a short command has no use for, and the end of the process waits for that: about half a second on two
 * cores. The flag holds for the whole process, so the embedded database, which is WebAssembly too, must not be in use.
 */
export function compileWasmOnce(): void {
  v8.setFlagsFromString('--liftoff-only');
}
