import type { Socket } from 'node:net';
import { expect, inject, onTestFinished } from 'vitest';
import type { TestDatabase } from '../../support/database.js';
import { freePort } from '../../support/postgres-server.js';
import { startProxy } from '../../support/proxy.js';
import { startRaw } from '../../support/raw-receiver.js';
import { backendRunning, holdLock } from '../sessions.js';
import { tablesOf } from '../tables.js';
import { type Address, type FailureCase, keepsFirstOnly } from './failure-case.js';

const UP = ['migrate', 'up'];
const SLEEP = 'pg_sleep(60)';
const SLOW = `create table slow (); select ${SLEEP};`;

function at(change: (address: Address) => void): FailureCase['arrange'] {
  return async ({ project }) => {
    await project.migration('001_first', 'create table first (id integer);');
    return { address: change };
  };
}

/** Port of a server that does `answer` to each connection. */
async function startOddServer(answer: (socket: Socket) => void): Promise<string> {
  const server = await startRaw({ onConnect: answer });
  onTestFinished(() => server.close());
  return String(server.port);
}

/** Ends the session of a migration that sleeps, as an administrator does. */
async function endSleeper(database: TestDatabase): Promise<void> {
  await endSession(database, await backendRunning(database, SLEEP));
}

async function endSession(database: TestDatabase, pid: number): Promise<void> {
  await database.query('select pg_terminate_backend($1)', [pid]);
}

/** Servers that cannot be reached, do not let us in, or go away. */
export const connectionFailures: readonly FailureCase[] = [
  {
    title: 'a wrong password',
    args: UP,
    arrange: at((address) => {
      address.password += '-but-wrong';
    }),
    exitCode: 3,
    code: 'CONNECT_REFUSED_LOGIN',
    says: [/refused the login/, /Check user and password in /, /percent-encoded/],
    document: 'error',
  },
  {
    title: 'an unknown user',
    args: UP,
    arrange: at((address) => {
      address.user = 'nobody_here';
    }),
    exitCode: 3,
    code: 'CONNECT_REFUSED_LOGIN',
    says: [/refused the login/, /Check user and password in /],
    document: 'error',
  },
  {
    title: 'an unknown host',
    args: UP,
    arrange: at((address) => {
      address.host = 'no-such-host.invalid';
    }),
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/host no-such-host\.invalid:\d+ is not known/, /Check the host name in /],
    document: 'error',
  },
  {
    title: 'an unknown database',
    args: UP,
    arrange: at((address) => {
      address.database = 'no_such_database';
    }),
    exitCode: 3,
    code: 'CONNECT_UNKNOWN_DATABASE',
    says: [/database "no_such_database" does not exist/, /createdb no_such_database/],
    document: 'error',
  },
  {
    title: 'a port where nothing listens',
    args: UP,
    arrange: async (scene) => {
      const port = String(await freePort());
      return at((address) => Object.assign(address, { port }))(scene);
    },
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/nothing listens at 127\.0\.0\.1:\d+/, /Check that the server runs/],
    document: 'error',
  },
  {
    title: 'a server that closes every connection',
    args: UP,
    arrange: async (scene) => {
      const port = await startOddServer((socket) => socket.end());
      return at((address) => Object.assign(address, { port }))(scene);
    },
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/closed the connection/, /Check that the server runs/],
    document: 'error',
  },
  {
    title: 'a server that speaks another protocol',
    args: UP,
    arrange: async (scene) => {
      const port = await startOddServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      return at((address) => Object.assign(address, { port }))(scene);
    },
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/127\.0\.0\.1:\d+/, /Check that the server runs/],
    document: 'error',
  },
  {
    title: 'a server that never answers',
    args: UP,
    arrange: async (scene) => {
      const port = await startOddServer(() => {});
      return at((address) => Object.assign(address, { port, query: 'connect_timeout=1' }))(scene);
    },
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/did not answer in time/, /Check that the server runs/],
    document: 'error',
  },
  {
    title: 'a server without TLS that is asked for it',
    args: UP,
    arrange: at((address) => {
      address.query = 'sslmode=require';
    }),
    exitCode: 3,
    code: 'CONNECT_UNREACHABLE',
    says: [/does not offer TLS/, /sslmode=/],
    document: 'error',
  },
  {
    title: 'a session that an administrator ends in the middle',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_first', 'create table first (id integer);');
      await project.migration('002_slow', SLOW);
      return {
        during: () => endSleeper(database),
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 3,
    code: 'CONNECT_LOST',
    says: [/connection was lost while 002_slow was running/, /Run the same command again/],
    document: 'run',
  },
  {
    title: 'a network that goes away in the middle',
    args: UP,
    arrange: async ({ project, database }) => {
      const proxy = await startProxy(inject('postgresUrl'));
      await project.migration('001_first', 'create table first (id integer);');
      await project.migration('002_slow', SLOW);
      return {
        address: (address) => Object.assign(address, { port: new URL(proxy.url).port }),
        during: async () => {
          const pid = await backendRunning(database, SLEEP);
          proxy.cut();
          await endSession(database, pid);
        },
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 3,
    code: 'CONNECT_LOST',
    says: [/connection was lost while 002_slow was running/, /Run the same command again/],
    document: 'run',
  },
  {
    title: 'a session that is ended in the middle of a roll-back',
    args: ['migrate', 'down'],
    arrange: async ({ project, database, prepare }) => {
      const down = `drop table first; select ${SLEEP};`;
      await project.migration('001_first', 'create table first (id integer);', { down });
      await prepare(...UP);
      return {
        during: () => endSleeper(database),
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 3,
    code: 'CONNECT_LOST',
    says: [/connection was lost while 001_first was running/, /Run the same command again/],
    document: 'run',
  },
  {
    title: 'a lock that another session has',
    args: [...UP, '--lock-timeout', '50'],
    arrange: async ({ project, database }) => {
      await project.migration('001_first', 'create table first (id integer);');
      await holdLock(database);
      return { after: async () => expect(await tablesOf(database)).toEqual([]) };
    },
    exitCode: 6,
    code: 'LOCK_NOT_OBTAINED',
    says: [/server process \d+ \(user \w+, night-watch/, /pg_terminate_backend\(\d+\)/, /--lock-timeout/],
    document: 'error',
  },
];
