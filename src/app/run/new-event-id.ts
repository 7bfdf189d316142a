import { randomBytes } from 'node:crypto';
import { ascendingEventIds } from '../../events/identifier.js';

/** Ids of the events that this process makes, in the order in which it makes them, whatever part of it asks. */
export const newEventId = ascendingEventIds(() => ({ nowMs: Date.now(), random: randomBytes(16) }));
