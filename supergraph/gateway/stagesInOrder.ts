import type { TrustedOperation } from '@chancery/schema';
import type { AccessTokens, DirectoryCopy } from '@chancery/trust';
import type { AuditDesk } from './auditDesk.ts';
import type { Budgets } from './budget/budgets.ts';
import type { Tariff } from './cost/tariff.ts';
import type { Decisions } from './operation/decisions.ts';
import { Preparation } from './operation/prepare.ts';
import { TrustedOperations } from './operation/trustedOperations.ts';
import type { Stage } from './passage.ts';
import type { Settings } from './settings.ts';
import { admit, pursesFor } from './stages/admit.ts';
import { authenticate } from './stages/authenticate.ts';
import { authorise } from './stages/authorise.ts';
import { closeRecord } from './stages/closeRecord.ts';
import { execute } from './stages/execute.ts';
import { limit } from './stages/limit.ts';
import { openRecord } from './stages/openRecord.ts';
import { prepare } from './stages/prepare.ts';
import { project } from './stages/project.ts';
import { respond } from './stages/respond.ts';
import { weigh } from './stages/weigh.ts';
import type { SupergraphExecutor } from './supergraphExecutor.ts';

/** What the stages of a gateway are made from. */
export interface StageParts extends SupergraphExecutor {
  readonly operations?: readonly TrustedOperation[] | undefined;
  readonly decisions: Decisions;
  readonly tokens: AccessTokens;
  readonly directory: DirectoryCopy;
  readonly desk: AuditDesk;
  readonly budgets: Budgets;
  readonly tariff: Tariff;
  readonly settings: Settings;
  readonly place: string;
}

/** What happens to an operation, in the order in which it happens. `correlate` comes before it, around the HTTP request. */
export function stagesInOrder({
  schema,
  execute: run,
  warm,
  isPlanned,
  operations,
  decisions,
  tokens,
  directory,
  desk,
  budgets,
  tariff,
  settings,
  place,
}: StageParts): readonly Stage[] {
  const preparation = new Preparation(schema);
  const trusted = new TrustedOperations(preparation, operations);
  warm(trusted.all);
  const { profile, deadlineMs, publicClients } = settings;
  const pursesOf = pursesFor(settings);
  return [
    authenticate(tokens, directory), //                               who asks
    admit(trusted, preparation, budgets, publicClients, pursesOf), // whether he may ask this now
    prepare(preparation), //                                          what is asked
    limit(), //                                                       how much may be asked at once
    authorise(schema, decisions, profile), //                         what of it this caller may ask
    weigh(tariff, isPlanned, trusted, budgets, settings, pursesOf), // what that may cost
    openRecord(desk, { place, directory }), //                        what will be done is on record
    execute(run, deadlineMs), //                                      planned and fetched
    project(schema), //                                               what was denied is null, and says why
    closeRecord(desk, { place, directory }, decisions), //            how it ended is on record
    respond(profile), //                                              what leaves
  ];
}
