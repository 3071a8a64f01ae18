import { type Caller, Refusal } from '@chancery/domain';
import type { Mandate, ServiceRole } from '@chancery/trust';

/** What a resolver knows of the call that it answers. */
export interface CallContext {
  readonly mandate: Mandate;
  readonly caller: Caller | null;
  readonly now: Date;
  /** Makes a thing once for this call: loaders that gather the rows of one answer. */
  once<Thing>(key: object | string, make: () => Thing): Thing;
}

export function callContext(mandate: Mandate): CallContext {
  const made = new Map<object | string, unknown>();
  return {
    mandate,
    caller: mandate.caller,
    now: new Date(),
    once<Thing>(key: object | string, make: () => Thing): Thing {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as Thing;
    },
  };
}

/** The official for whom the call is made; throws `UNAUTHENTICATED` when the mandate names none. §2.1 */
export function callerOf({ caller }: CallContext): Caller {
  if (caller === null) throw new Refusal('UNAUTHENTICATED');
  return caller;
}

/** Lets only services of these roles in: for what stands between services. §1.3 */
export function requireRole({ mandate }: CallContext, ...roles: readonly ServiceRole[]): void {
  if (!roles.includes(mandate.role)) throw new Refusal('UNAUTHENTICATED');
}
