import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer } from '../post/wire.ts';

type Fields = Readonly<Record<string, unknown>>;
/** An answer about entities, as it would have been had they been asked for in another order. */
type Reordered = (answer: SubgraphAnswer) => SubgraphAnswer;

/** The variable that names entities where one question is asked, and where several are: `e0` is asked by `r0`. */
const ofEntities = /^(?:representations|r(\d+))$/;

/**
 * Where a call was made with some variables, and the same operation is now asked with others that name the same entities in another order: how its
 * answer is read. Null where they differ otherwise. Both are JSON texts.
 */
export function reordered(asked: string, said: string): Reordered | null {
  if (asked.length !== said.length) return null;
  const [now, then] = [JSON.parse(asked), JSON.parse(said)] as readonly [Fields, Fields];
  const orders = new Map<string, readonly number[]>();
  let alone: readonly number[] | undefined;
  for (const name of Object.keys({ ...now, ...then })) {
    const number = ofEntities.exec(name);
    const order = orderOf(number === null ? [now[name]] : now[name], number === null ? [then[name]] : then[name]);
    if (order === null) return null;
    if (number?.[1] !== undefined) orders.set(`e${number[1]}`, order);
    else if (number !== null) alone = order;
  }
  const orderIn = (name: unknown): readonly number[] | undefined => alone ?? orders.get(String(name));
  return ({ data, errors }) => ({
    ...(data == null ? { data: data ?? null } : { data: listsOf(data, orderIn) }),
    ...(errors === undefined ? {} : { errors: errors.map((error) => placed(error, orderIn)) }),
  });
}

/** For each that is asked for now, at which place it was asked for then; null where not the same were. */
function orderOf(now: unknown, then: unknown): readonly number[] | null {
  if (!Array.isArray(now) || !Array.isArray(then) || now.length !== then.length) return null;
  const places = new Map(then.map((each, at) => [JSON.stringify(each), at]));
  const order = now.flatMap((each) => places.get(JSON.stringify(each)) ?? []);
  return new Set(order).size === then.length ? order : null;
}

type OrderIn = (responseName: unknown) => readonly number[] | undefined;

const listsOf = (data: Fields, orderIn: OrderIn): Fields =>
  Object.fromEntries(
    Object.entries(data).map(([name, list]) => {
      const order = orderIn(name);
      return [name, Array.isArray(list) && list.length === order?.length ? order.map((at) => list[at]) : list];
    }),
  );

function placed(error: GraphQLFormattedError, orderIn: OrderIn): GraphQLFormattedError {
  const [name, place, ...below] = error.path ?? [];
  const at = typeof place === 'number' ? (orderIn(name)?.indexOf(place) ?? -1) : -1;
  return name === undefined || at < 0 ? error : { ...error, path: [name, at, ...below] };
}
