import { answerCommand, type CallContext, type Resolver, type Resolvers, requireOwnToken } from '@chancery/kernel';
import type { AccessTokens } from '@chancery/trust';
import { askBreakGlass } from '../breakGlass/askBreakGlass.ts';
import { confirmBreakGlass, declineBreakGlass, endBreakGlass, reviewBreakGlass } from '../breakGlass/decideBreakGlass.ts';
import { findBreakGlass } from '../breakGlass/table.ts';
import type { DirectoryDatabase } from '../database.ts';
import { officialOrNone } from '../officials.ts';
import { appointmentOfId } from '../reading/appointments.ts';
import { delegationOfId } from '../reading/delegations.ts';
import { confirmRegulation, declineRegulation } from '../regulation/decideRegulation.ts';
import { proposeRegulation } from '../regulation/proposeRegulation.ts';
import { readRegulation } from '../regulation/reads.ts';
import { admitOfficial } from './admitOfficial.ts';
import { grantClearance, withdrawClearance } from './clearance.ts';
import { confirmAppointment, declineAppointment } from './decideAppointment.ts';
import { delegateDuty } from './delegateDuty.ts';
import type { DirectoryAnswer, DirectoryCommand } from './directoryCommand.ts';
import { dismissOfficial } from './dismissOfficial.ts';
import { endDelegation } from './endDelegation.ts';
import { endDuty } from './endDuty.ts';
import { grantDuty } from './grantDuty.ts';

/** By the names of their fields in the SDL. */
const commands = {
  admitOfficial,
  dismissOfficial,
  grantDuty,
  endDuty,
  grantClearance,
  withdrawClearance,
  confirmAppointment,
  declineAppointment,
  delegateDuty,
  endDelegation,
  askBreakGlass,
  confirmBreakGlass,
  declineBreakGlass,
  endBreakGlass,
  reviewBreakGlass,
  proposeRegulation,
  confirmRegulation,
  declineRegulation,
};

/** What officials have done: each command, and what it answers with. */
export const commandResolvers = (db: DirectoryDatabase, tokens: Pick<AccessTokens, 'verify'>) =>
  ({
    Mutation: Object.fromEntries(Object.entries(commands).map(([name, run]) => [name, mutation(db, tokens, name, run)])),
    ...Object.fromEntries(Object.keys(commands).map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, payload(db)])),
  }) satisfies Resolvers;

/** The field of a command; graphql-js has checked its input against the SDL. */
const mutation =
  (db: DirectoryDatabase, tokens: Pick<AccessTokens, 'verify'>, name: string, run: DirectoryCommand<never>): Resolver =>
  (_: unknown, { input }: { readonly input: never }, context: CallContext) =>
    answerCommand(db, context, { name, input }, async () => {
      await requireOwnToken(tokens, context);
      return run(db, context, input);
    });

const payload = (db: DirectoryDatabase): Readonly<Record<string, Resolver>> => ({
  official: ({ official }: DirectoryAnswer) => officialOrNone(db, official),
  appointment: ({ appointment }: DirectoryAnswer) => (appointment === undefined ? null : appointmentOfId(db, appointment)),
  delegation: ({ delegation }: DirectoryAnswer) => (delegation === undefined ? null : delegationOfId(db, delegation)),
  breakGlass: ({ breakGlass }: DirectoryAnswer) => (breakGlass === undefined ? null : findBreakGlass(db, breakGlass)),
  regulation: ({ version }: DirectoryAnswer, _: unknown, context: CallContext) =>
    version === undefined ? null : readRegulation(db, context, { version }),
});
