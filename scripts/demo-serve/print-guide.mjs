import { print, printTitle } from '../demo/print.mjs';

const SCREENS = [
  ['Overview', 'a run of thirty migrations begins as soon as you look'],
  ['Runs', 'completed, failed, rolled back, cancelled, abandoned; open the one that goes on'],
  ['Migrations', '021 waits for a report, 025 fills a column in batches, 040 fails'],
  ['Approvals', 'one waits for you, one is granted, one denied, one stale'],
  ['Deliveries', 'receivers that answer 204, 404, 410, 503, late, never, or are not there'],
  ['Endpoints', 'of the environment, the config file and the database; one is switched off'],
  ['Tokens, Audit', 'who may do what, and who did'],
];

/** What to look at, below the one link that is needed. */
export function printGuide(signInUrl) {
  printTitle('The page is open. Sign in with this link:');
  print(`  ${signInUrl}\n`);
  for (const [screen, what] of SCREENS) print(`  ${screen.padEnd(13)}  ${what}`);
  print('\nPress ? on the page for its keys. Ctrl-C ends the demo and removes all that it made.');
}
