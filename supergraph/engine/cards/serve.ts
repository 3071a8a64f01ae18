import { Unreachable, type UnreachableReason } from '@chancery/trust';
import type { SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import { entityField } from '../entities/entityField.ts';
import type { Fragments } from '../fragmentsOf.ts';
import type { Run } from '../steps/step.ts';
import { deskOf } from './cardDesk.ts';
import type { Cards } from './cards.ts';
import { fillOf } from './fill.ts';

/** What was asked of an entity, from its card. */
export interface Served {
  readonly fields: Record<string, unknown>;
  /** The moment as of which they are true. */
  readonly at: string;
  /** Names in the answer of what was asked and is not there. */
  readonly lacking: readonly string[];
}

/** Serves what was asked of an entity from its card, by its id; null where there is none, or it has too little. */
export type Serve = (id: string, run: Run) => Promise<Served | null>;

/** Compiles what an operation asks by its one field about entities; null where no card can ever have enough of it. */
export function entitiesServed(operation: string, cards: Cards, types: TypeNames): Serve | null {
  const { asked, fragments } = entityField(operation);
  return serveOf(asked, fragments, cards, types);
}

/** Compiles what is asked of an entity; null where no card can ever have enough of it, so that none is asked for. */
export function serveOf(asked: SelectionSetNode, fragments: Fragments, cards: Cards, types: TypeNames): Serve | null {
  const fill = fillOf(asked, fragments, cards, types);
  if (fill === null) return null;
  return async (id, { post }) => {
    const card = await deskOf(post.office, cards).find(id);
    const fields = card === null ? null : fill.fieldsOf(card);
    return card === null || fields === null ? null : { fields, at: card.asOf, lacking: fill.lacking };
  };
}

/** Whether a perimeter gave no answer that can be used: not where it refuses, nor where the operation's own time is over. */
export const isAway = (error: unknown): error is Unreachable => error instanceof Unreachable && !otherwise.has(error.reason);

const otherwise: ReadonlySet<UnreachableReason> = new Set(['stopped', 'unconfirmed']);

/** A server for which nobody waits a second time in an operation. What is too large, or makes no sense, may be so for one question alone. */
export function leaveAway(run: Run, server: string, error: Unreachable): void {
  if (silent.has(error.reason)) run.post.office.leave(server, error);
}

const silent: ReadonlySet<UnreachableReason> = new Set(['no connection', 'too slow']);
