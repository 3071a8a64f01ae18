import { asksOf } from '@chancery/policy';
import { parse } from 'graphql';
import { implies } from '../security.ts';
import { type CheckedGraph, type Fault, hasPlace, placeOf } from './fault.ts';

/** Places that a security directive protected in the released graph, and protects no more, or less. A place that is gone needs no protection. */
export function findLostRules({ members, released, composed }: CheckedGraph): readonly Fault[] {
  const now = asksOf(parse(composed));
  return [...asksOf(parse(released))].flatMap(([coordinate, asks]) => {
    const [type = '', field] = coordinate.split('.');
    if (!hasPlace(members, type, field)) return [];
    return asks
      .filter(
        (ask) =>
          !(now.get(coordinate) ?? []).some((kept) => kept.directive === ask.directive && implies(kept.alternatives, ask.alternatives)),
      )
      .map(({ directive }) => ({
        ...placeOf(members, type, field),
        says: `@${directive} on ${coordinate} is lost, or asks for less than it did.`,
        remedy: 'Write it as it was; what is to be open is opened by the regulation (policy/regulation.ts).',
      }));
  });
}
