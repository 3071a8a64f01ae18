import { answerCommand, type CallContext, callerOf, type Resolver, type Resolvers, requireOwnToken } from '@chancery/kernel';
import type { AccessTokens } from '@chancery/trust';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { officialOfId } from '../officials.ts';
import { confirmRegulation, type Decided, declineRegulation } from './decideRegulation.ts';
import { proposeRegulation } from './proposeRegulation.ts';
import { type RegulationView, readRegulation, readRegulations, type WhichRegulation } from './reads.ts';

/** A command about a version, whatever its input: graphql-js has checked it against the SDL. */
type AnyCommand = (db: DirectoryDatabase, context: CallContext, input: never) => Promise<Decided>;

const commands: Readonly<Record<string, AnyCommand>> = { proposeRegulation, confirmRegulation, declineRegulation };

/** What the directory answers about the regulation in force (§16). */
export const regulationResolvers = (db: DirectoryDatabase, tokens: Pick<AccessTokens, 'verify'>) =>
  ({
    Query: {
      regulation: (_: unknown, asked: WhichRegulation, context: CallContext) => {
        callerOf(context);
        return readRegulation(db, context, asked);
      },
      regulations: (_: unknown, page: Page, context: CallContext) => readRegulations(db, context, page),
    },
    Mutation: Object.fromEntries(Object.entries(commands).map(([name, run]) => [name, resolverOf(db, tokens, name, run)])),
    Regulation: {
      proposedBy: ({ proposedBy }: RegulationView) => (proposedBy === null ? null : officialOfId(db, proposedBy)),
      decidedBy: ({ decidedBy }: RegulationView) => (decidedBy === null ? null : officialOfId(db, decidedBy)),
    },
  }) satisfies Resolvers;

const resolverOf =
  (db: DirectoryDatabase, tokens: Pick<AccessTokens, 'verify'>, name: string, run: AnyCommand): Resolver =>
  async (_: unknown, { input }: { readonly input: never }, context: CallContext) => {
    const { version } = await answerCommand(db, context, { name, input }, async () => {
      await requireOwnToken(tokens, context);
      return run(db, context, input);
    });
    return { regulation: () => readRegulation(db, context, { version }) };
  };
