/** The values of an operation's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** What a part of an operation costs: a number, or one that its variables decide. */
export type Price = number | ((variables: Variables) => number);

/** The price under these variables. */
export const priced = (price: Price, variables: Variables): number => (typeof price === 'number' ? price : price(variables));

/** One price and the other. What is known beforehand is added beforehand. */
export const sum = (prices: readonly Price[]): Price => joined(prices, (a, b) => a + b);

/** The dearest of several, of which one will be. */
export const dearest = (prices: readonly Price[]): Price => joined(prices, (a, b) => Math.max(a, b));

/** So many times a price: lists in lists multiply. */
export function times(count: Price, price: Price): Price {
  if (count === 0 || price === 0) return 0;
  if (typeof count === 'number' && typeof price === 'number') return count * price;
  return (variables) => priced(count, variables) * priced(price, variables);
}

function joined(prices: readonly Price[], join: (a: number, b: number) => number): Price {
  const known = prices.filter((price) => typeof price === 'number').reduce(join, 0);
  const open = prices.filter((price) => typeof price !== 'number');
  if (open.length === 0) return known;
  return (variables) => open.reduce((total, price) => join(total, price(variables)), known);
}
