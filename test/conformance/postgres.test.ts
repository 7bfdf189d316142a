import { inject } from 'vitest';
import { connect } from '../../src/database/connect.js';
import { describeConnection } from './describe-connection.js';
import { describeReachableSession } from './describe-server.js';

const secret = () => new URL(inject('postgresUrl')).password;

const open = () =>
  connect(
    { kind: 'postgres', url: `${inject('postgresUrl')}/postgres`, source: 'test' },
    { embeddedWaitMs: 0 },
  );

describeConnection('a server', async () => ({ open, secret: secret() }));
describeReachableSession('a session of a server', open);
