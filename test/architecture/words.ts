import path from 'node:path';
import type { Source } from './sources.js';

interface Rule {
  /** A word or several, as they stand in `camelCase` and `kebab-case` alike: `hand over` finds `handOver`. */
  readonly words: RegExp;
  /** The field's word. */
  readonly instead: string;
  /** Paths it holds for; default: all. */
  readonly where?: RegExp;
}

/** Where a message goes is an endpoint; a database, a link and a version to go down to are targets. */
const ON_THE_WAY_OF_AN_EVENT = /^(hooks|src\/(events|outbox|hooks))\//;
const CONFIGURATION = /^src\/(config|endpoints)\//;
/** Where faults say what they are about. */
const TYPES_OF_FAULTS = /^src\/(runner|output|migrations\/parser)\//;
const RUN = /^src\/runner\//;

const RULES: readonly Rule[] = [
  { words: /arrivals?/, instead: 'outbox record' },
  { words: /unpack(s|ed|ing)?|complete entries/, instead: 'fanOut, fanOutCommitted' },
  { words: /(hand|hands|handed|handing) over|handover/, instead: 'releaseRecords' },
  { words: /couriers?/, instead: 'Dispatcher' },
  { words: /lanes?/, instead: 'EndpointQueue' },
  { words: /appetites?/, instead: 'prefetch' },
  { words: /together/, instead: 'maxConcurrency, pipelined' },
  { words: /under way/, instead: 'inFlight' },
  { words: /in hand/, instead: 'held' },
  { words: /unwanted/, instead: 'rejected' },
  { words: /targets?/, instead: 'endpoint', where: ON_THE_WAY_OF_AN_EVENT },
  { words: /per target|target (tally|status|effect)/, instead: 'endpoint' },
  { words: /announcers?|announce/, instead: 'the name of the event, as disabledEvent' },
  { words: /wish(es)?/, instead: 'RetryFilter' },
  { words: /tally|tallies/, instead: 'EndpointStats' },
  { words: /goals?|is reached/, instead: 'WorkerMode, shouldStop' },
  { words: /patience|listens/, instead: 'maxFailures, useNotify' },
  { words: /troubles?/, instead: 'databaseError' },
  { words: /keep up/, instead: 'renewLeases' },
  { words: /wind down/, instead: 'shutDown' },
  { words: /let go|release dead/, instead: 'releaseAll, releaseExpired' },
  { words: /manners?|loners?|separated/, instead: 'ExecutionMode, fallBack' },
  { words: /awaited/, instead: 'ExecutionMode' },
  { words: /workplaces?/, instead: 'ExecutionContext' },
  { words: /open database/, instead: 'RunSession' },
  { words: /^application$/, instead: 'MigrationPipeline', where: /^src\/runner\/execute\// },
  { words: /walks?/, instead: 'StatementRunner', where: RUN },
  { words: /pieces?/, instead: 'QueryBatch', where: RUN },
  { words: /transaction end/, instead: 'ExecutionResult' },
  { words: /(give|gives|gave|given) up/, instead: 'toFailure', where: RUN },
  { words: /give up/, instead: 'the name of what happens then, as onAbort' },
  { words: /looks? (every|until|again|first|before).*/, instead: 'poll' },
  { words: /.+ places?/, instead: 'Origin, or Position in a text', where: TYPES_OF_FAULTS },
  { words: /^(record|guard|restamp|forget) sql$/, instead: 'insertRowSql, assertAppliedSql and the like' },
  { words: /under watch/, instead: 'withMonitoring' },
  { words: /patients?/, instead: 'DoctorContext' },
  { words: /looked/, instead: 'runCheck', where: /^src\/app\/doctor\// },
  { words: /plugs?/, instead: 'RunDependencies' },
  { words: /surroundings/, instead: 'ProjectContext' },
  { words: /worlds?/, instead: 'ProcessContext' },
  { words: /^(create )?look( options)?$/, instead: 'Theme' },
  { words: /^present( .*)?$/, instead: 'display, as in displayText', where: /^src\/output\// },
  { words: /^written$/, instead: 'user-config', where: /^src\/config\/file\// },
  { words: /findings?/, instead: 'Issues', where: CONFIGURATION },
  { words: /places?/, instead: 'Origin', where: CONFIGURATION },
];

/** Names that are not ours to choose, everywhere or in one file. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ['Awaited', 'a type of TypeScript'],
  ['webhook_target', 'a field of a payload'],
  ['TARGET_UNKNOWN', 'the code of an error, in the output of commands'],
  ['src/outbox/run/spool-file.ts: target', 'a field of files that older versions have stored'],
]);

/** Every file name and identifier that holds a word of the left column, each once a file. */
export function forbiddenWords(sources: readonly Source[]): string[] {
  return sources.flatMap(({ file, nodes }) => {
    const identifiers = nodes.filter(({ type }) => type === 'Identifier' || type === 'PrivateIdentifier');
    const names = [path.basename(file).replace(/\..*$/, ''), ...identifiers.map(({ name }) => String(name))];
    return [...new Set(names)]
      .filter((name) => !ALLOWED.has(name) && !ALLOWED.has(`${file}: ${name}`))
      .flatMap((name) => {
        const rule = RULES.find(({ where, words }) => (where?.test(file) ?? true) && holds(name, words));
        return rule === undefined ? [] : [`${file}: ${name}; write ${rule.instead}`];
      });
  });
}

function holds(name: string, words: RegExp): boolean {
  const spaced = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
    .toLowerCase();
  const { source } = words;
  const isWhole = source.startsWith('^');
  return new RegExp(isWhole ? source : `(^| )(${source})( |$)`).test(spaced);
}

/** Folders of `src/` that hold more than `most` files of their own. */
export function crowdedFolders(files: readonly string[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const file of files) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > most)
    .map(([folder, count]) => `${folder}: ${count} files`);
}
