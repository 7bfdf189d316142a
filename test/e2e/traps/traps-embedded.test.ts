import { bothDatabases } from '../both-databases.js';
import { describeTraps } from './describe-traps.js';

describeTraps(bothDatabases[1]);
