import type { Node } from 'libpg-query';
import type { Assessment } from './assessment.js';
import type { KnownObjects } from './known-objects.js';

type KindOf<N> = N extends unknown ? keyof N : never;

/** The name of a statement's node in the parser's tree, for instance `AlterTableStmt`. */
export type NodeKind = KindOf<Node>;

export type NodeOf<K extends NodeKind> = Extract<Node, Record<K, unknown>>[K];

/** Functions that assess statements, by their node. Each also tells `known` what the statement makes and takes away. */
export type Handlers = {
  readonly [K in NodeKind]?: (statement: NodeOf<K>, known: KnownObjects) => Assessment;
};
