import { type Caller, isExchangeAnalyst } from '@chancery/domain';

/** What beside duty and institution decides which cards and consignments a caller may know of (§3.1, §3.2, §3.6). */
export const sightOf = (caller: Caller): readonly string[] => [
  ...(caller.clearance ? ['clearance'] : []),
  ...(isExchangeAnalyst(caller) ? ['analyst of the exchange'] : []),
];
