import v8 from 'node:v8';

const AGAIN = ['--wasm-dynamic-tiering', '--wasm-tier-up'];
const ONCE = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/**
 * Has V8 compile WebAssembly once, quickly. Otherwise it compiles PostgreSQL's parser a second time in the background,
 * for speed that a short command has no use for: half a second on two cores, for which the end of the process waits, and
 * on Node 24 half a gigabyte. The flags hold for the whole process and every function that is called later, so the
 * embedded database, which is WebAssembly too, must not be in use.
 */
export function compileWasmOnce(): void {
  for (const flag of ONCE) v8.setFlagsFromString(flag);
}

/** Takes `compileWasmOnce` back, to the last bit of V8's own sum of its flags (`--liftoff-only` has no way back). */
export function compileWasmAgain(): void {
  for (const flag of AGAIN) v8.setFlagsFromString(flag);
}
