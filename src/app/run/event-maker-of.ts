import { EventMaker } from '../../events/event-maker.js';
import type { Settings } from '../settings.js';
import { newEventId } from './new-event-id.js';

/**
 * Makes the events of a command that is no run. They belong to `correlationId` where the settings name no other; default:
 * each stands for itself.
 */
export function eventMakerOf(settings: Settings, correlationId: string | null = null): EventMaker {
  const origin = { ...settings, correlationId: settings.correlationId ?? correlationId };
  return new EventMaker(origin, { now: Date.now, newEventId });
}
