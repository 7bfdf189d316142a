/**
 * `import()` of the module at a URL. The build keeps this file by itself: code that is started from V8's cache has no
 * `import()` (Node 20 forgets how), and everything else of the command line is loaded with `require`.
 */
export function nativeImport(url: string): Promise<unknown> {
  return import(/* @vite-ignore */ url);
}
