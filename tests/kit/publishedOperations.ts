import { type TrustedOperation, trustedOperations } from '@chancery/schema';

/** A published operation, by its name. */
export function published(name: string): TrustedOperation {
  const found = trustedOperations().find((each) => each.name === name);
  if (found === undefined) throw new Error(`No operation ${name} is published.`);
  return found;
}
