import { type Command, Option } from 'commander';
import { FILTER_FIELDS } from '../../../../app/lists/filter-fields.js';

/** Adds the flags of the filter. `states` are those that the command takes. */
export function withDeliveryFilter(command: Command, states: readonly string[]): Command {
  for (const [field, { value, doc }] of Object.entries(FILTER_FIELDS)) {
    const option = new Option(`--${field} <${value}>`, doc);
    command.addOption(field === 'state' ? option.choices(states) : option);
  }
  return command;
}
