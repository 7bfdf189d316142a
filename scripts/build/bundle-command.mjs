import { mkdirSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';

const NO_COLOR = '\0no-color';
const LATE = '\0late:';
const ENTRY = 'bin/program.ts';

/**
 * The parts of the command line, each one file, by the modules that it begins with: what these import statically is in
 * the part, too, if no part before it has it. `run` holds what a plain `migrate up` or `status` uses, so that these read
 * less than half of the whole; all that no part names is the `rest`.
 */
const PARTS = {
  run: [
    ENTRY,
    'node_modules/pg/esm/index.mjs',
    'src/app/run/git-authors.ts',
    'src/cli/commands/migrate/status.ts',
    'src/cli/commands/migrate/up.ts',
    'src/cli/process/ask-person.ts',
    'src/config/file/check-shape.ts',
    'src/config/file/load-file.ts',
    'src/database/postgres/wire-query.ts',
    'src/runner/apply-plan.ts',
    'src/runner/run.ts',
    'src/runner/status.ts',
    'src/user-code/import-with-jiti.ts',
  ],
  sending: [
    'hooks/webhooks.ts',
    'src/app/endpoints/stored/discover.ts',
    'src/app/endpoints/stored/master-keys.ts',
    'src/endpoints/stored/stored-endpoints.ts',
    'src/outbox/run/run-outbox.ts',
    'src/outbox/worker/worker.ts',
  ],
  lifecycle: [
    'src/runner/execute/phases/run-phases.ts',
    'src/runner/lifecycle/approval/gate/pass-phase.ts',
    'src/runner/lifecycle/approval/gate/run-gate.ts',
    'src/runner/lifecycle/hold/pause-when.ts',
    'src/runner/lifecycle/validation/open-validations.ts',
    'src/runner/plan/read-plan.ts',
    'src/runner/plan/require-plan.ts',
  ],
  embedded: ['src/database/embedded/open.ts'],
};

/** Every start reads the files and keeps them in memory. Names stay, and so do lines, for what a crash shows. */
const SHORT = { minifyWhitespace: true, lineLimit: 120 };

/** Wrapped as `requireCached` wants it: wrapping it there would copy its text at every start. */
export const WRAPPED = {
  banner: '(function (exports, require, module, __filename, __dirname) {"use strict";',
  footer: '})',
};

/**
 * Writes the command line to `folder`: `program.cjs`, which the launcher loads, and the parts. A module is run where it
 * is first asked for, as if each were a file of its own. Returns the names of the files and the modules in them.
 */
export async function bundleCommand(folder, { external, target, define }) {
  const bundle = await rolldown({
    input: { program: ENTRY },
    platform: 'node',
    plugins: [keepNativeImport, leaveOutColorDetection, requireLate(external)],
    preserveEntrySignatures: 'allow-extension',
    transform: { target, define },
    // A part that is loaded where it is needed holds modules that another part has loaded before.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.generate({
    format: 'cjs',
    entryFileNames: '[name].cjs',
    // The part of the entry would bear the name of another module in it.
    chunkFileNames: ({ moduleIds }) => (moduleIds.includes(path.resolve(ENTRY)) ? 'run.cjs' : '[name].cjs'),
    comments: false,
    dynamicImportInCjs: false,
    strictExecutionOrder: true,
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: readsParts(), debugName: 'parts' }],
    },
  });
  await bundle.close();
  mkdirSync(folder, { recursive: true });
  for (const { fileName, code } of output) {
    const short = await transform(code, { ...SHORT, ...WRAPPED, target, legalComments: 'none' });
    writeFileSync(path.join(folder, fileName), short.code);
  }
  return {
    files: output.map(({ fileName }) => fileName),
    modules: output
      .flatMap(({ moduleIds }) => moduleIds)
      .filter((id) => path.isAbsolute(id))
      .map((id) => path.relative('.', id)),
  };
}

/** Leaves modules out of the bundle, to be loaded from the files beside it, where `import()` works. */
const keepNativeImport = {
  name: 'keep-native-import',
  resolveId: {
    filter: { id: /\/native-import\.js$/ },
    handler: (id) => ({ id: `./${path.basename(id, '.js')}.cjs`, external: true }),
  },
};

/** chalk looks at its import whether the terminal takes colour, which `output/terminal/terminal.ts` decides. */
const leaveOutColorDetection = {
  name: 'leave-out-color-detection',
  resolveId: { filter: { id: /^#supports-color$/ }, handler: () => ({ id: NO_COLOR }) },
  load: {
    filter: { id: new RegExp(`^${NO_COLOR}$`) },
    handler: () => 'export default { stdout: false, stderr: false };',
  },
};

/** Has a module that is not in the bundle loaded by the first module that needs it and is run; it would be at the start. */
function requireLate(external) {
  const isOutside = (id) =>
    isBuiltin(id) || external.some((name) => id === name || id.startsWith(`${name}/`));
  return {
    name: 'require-late',
    resolveId(id, importer, { kind }) {
      if (importer?.startsWith(LATE)) return { id, external: true };
      if (!isOutside(id)) return null;
      return kind === 'import-statement' ? `${LATE}${id}` : { id, external: true };
    },
    load(id) {
      if (!id.startsWith(LATE)) return null;
      return `module.exports = require(${JSON.stringify(id.slice(LATE.length))});`;
    },
  };
}

/** Names the part of each module, from the graph of imports, which is known at the first question. */
function readsParts() {
  let parts;
  return (id, graph) => {
    parts ??= readParts(graph);
    return parts.get(id) ?? 'rest';
  };
}

function readParts(graph) {
  const parts = new Map();
  for (const [name, roots] of Object.entries(PARTS)) {
    const open = roots.map((root) => path.resolve(root));
    for (const id of open) {
      if (graph.getModuleInfo(id) === null)
        throw new Error(`${id}, which part ${name} begins with, is not there`);
    }
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const imported = parts.has(id) ? undefined : graph.getModuleInfo(id)?.importedIds;
      if (imported === undefined) continue;
      parts.set(id, name);
      open.push(...imported);
    }
  }
  return parts;
}
