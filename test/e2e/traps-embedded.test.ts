import { bothDatabases } from './both-databases.js';
import { describeTraps } from './traps/describe-traps.js';

describeTraps(bothDatabases[1]);
