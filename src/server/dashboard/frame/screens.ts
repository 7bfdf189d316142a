import type { TokenScope } from '../api/token-scope.js';

/** A screen that the rail leads to. */
export interface ScreenLink {
  readonly path: string;
  readonly title: string;
  /** The letter after `g`. */
  readonly hotkey: string;
  readonly group: 'deploy' | 'house';
  readonly scope: TokenScope;
}

export const SCREENS: readonly ScreenLink[] = [
  { path: '/', title: 'Overview', hotkey: 'o', group: 'deploy', scope: 'read' },
  { path: '/runs', title: 'Runs', hotkey: 'r', group: 'deploy', scope: 'read' },
  { path: '/migrations', title: 'Migrations', hotkey: 'm', group: 'deploy', scope: 'read' },
  { path: '/approvals', title: 'Approvals', hotkey: 'a', group: 'deploy', scope: 'read' },
  { path: '/events', title: 'Events', hotkey: 'e', group: 'deploy', scope: 'read' },
  { path: '/deliveries', title: 'Deliveries', hotkey: 'd', group: 'deploy', scope: 'read' },
  { path: '/endpoints', title: 'Endpoints', hotkey: 'w', group: 'deploy', scope: 'read' },
  { path: '/audit', title: 'Audit', hotkey: 'l', group: 'house', scope: 'read' },
  { path: '/tokens', title: 'Tokens', hotkey: 't', group: 'house', scope: 'manage' },
  { path: '/settings', title: 'Settings', hotkey: 's', group: 'house', scope: 'read' },
];
