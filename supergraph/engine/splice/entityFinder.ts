import { unusual } from '../answer/leaves.ts';
import type { TypeNames } from '../data/typeNames.ts';
import { recollectOf } from '../entities/atHand.ts';
import { pickOf } from '../entities/pick.ts';
import type { Place } from '../place.ts';
import type { Fetched, FetchedEntities } from './fetched.ts';

/** Where what a fetch asks about an entity is to be had. Throws `unusual` where that takes longer to find out, or nobody answers for it. */
export interface EntityFinder {
  /** As it is asked for, where it is known without a call; null where the server has to be asked. */
  known(key: string): object | null;
  serverOf(key: string): string;
}

export function entityFinder({ fetch }: Fetched, { type, key }: FetchedEntities, place: Place, types: TypeNames): EntityFinder {
  switch (place.kind) {
    case 'inside': {
      const pick = pickOf(fetch.operation, types);
      return { known: (value) => pick(place.entities([{ __typename: type, [key]: value }])[0]) ?? nobody(), serverOf: nobody };
    }
    case 'server': {
      const recollect = recollectOf(fetch.operation, place.atHand ?? [], types);
      const kind = `${type} ${key}`;
      return { known: (value) => recollect?.(value, kind) ?? null, serverOf: () => place.server };
    }
    case 'perimeters':
      return { known: () => null, serverOf: key === 'id' ? (id) => answererOf(id, place.institutions) : nobody };
  }
}

function answererOf(id: string, institutions: Extract<Place, { readonly kind: 'perimeters' }>['institutions']): string {
  try {
    const answerer = institutions.ofEntity(id);
    if (!(answerer instanceof Promise)) return answerer.server;
    answerer.catch(() => undefined);
  } catch {
    // What is wrong with it is told where answers are read as objects.
  }
  return nobody();
}

function nobody(): never {
  throw unusual;
}
