import { type DispatchId, institutionOf, invariant, Refusal } from '@chancery/domain';
import { actOf, transact } from '@chancery/kernel';
import { attributes, withSpan } from '@chancery/observability';
import { cardEvent } from '../card.ts';
import type { Perimeter } from '../perimeter.ts';
import { Prisma } from '../prisma/client/client.ts';
import { lockDocument, updateDocument } from '../tables/documents.ts';
import { confirmReleases, findOpenReleases, type Release, voidRelease } from '../tables/releases.ts';

/** How long a dispatch may take after its release before the exchange is asked what became of it, and for how many at a time. */
const PATIENCE_MS = 60_000;
const MOST = 50;

/** What the sweep stands on. */
type Parts = Pick<Perimeter, 'db'> & AskParts;

interface AskParts {
  readonly client: Perimeter['client'];
}

/** §7.6 Asks what became of releases: those whose dispatch came are confirmed, the others are void and their readers taken away. */
export async function concludeReleases(perimeter: Parts, now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS);
  for (let after = ''; ; ) {
    const releases = await findOpenReleases(perimeter.db, before, after, MOST);
    if (releases.length === 0) return;
    const known = { [attributes.count]: releases.length };
    await withSpan('conclude releases', { kind: 'consumer', root: true, attributes: known }, () => conclude(perimeter, releases));
    after = releases.at(-1)?.dispatchId ?? '';
  }
}

async function conclude(perimeter: Parts, releases: readonly Release[]): Promise<void> {
  const dispatched = await askAll(perimeter, releases);
  const ids = releases.map(({ dispatchId }) => dispatchId);
  await confirmReleases(
    perimeter.db,
    ids.filter((id) => dispatched.get(id) === true),
  );
  for (const release of releases) if (dispatched.get(release.dispatchId) === false) await giveUp(perimeter, release);
}

/** One call for all; where the exchange refuses one of them, they are asked one by one, and what is refused stays open. */
async function askAll({ client }: AskParts, releases: readonly Release[]): Promise<ReadonlyMap<DispatchId, boolean>> {
  try {
    return await ask(client, releases);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (releases.length === 1) return new Map();
  }
  const answers = [];
  for (const release of releases) answers.push(...(await askAll({ client }, [release])));
  return new Map(answers);
}

async function ask(client: AskParts['client'], releases: readonly Release[]): Promise<ReadonlyMap<DispatchId, boolean>> {
  const names = releases.map((_, index) => `r${index}`);
  const mutation = `mutation ConcludeReleases(${names.map((name) => `$${name}: ConcludeReleaseInput!`).join(', ')}) {
    ${names.map((name) => `${name}: concludeRelease(input: $${name}) { dispatched }`).join('\n    ')}
  }`;
  const variables = Object.fromEntries(releases.map(({ dispatchId }, index) => [`r${index}`, { dispatchId }]));
  const answer = await client.ask<Record<string, { dispatched: boolean } | null>>('exchange', mutation, variables);
  return new Map(
    releases.map(({ dispatchId }, index) => {
      const concluded = answer[`r${index}`];
      invariant(concluded, 'the exchange knows what became of a dispatch');
      return [dispatchId, concluded.dispatched];
    }),
  );
}

async function giveUp({ db }: Parts, { dispatchId, documentId }: Release): Promise<void> {
  const act = { ...actOf('concludeRelease', null), institution: institutionOf(documentId) };
  await transact(db, act, async ({ tx, emit }) => {
    await lockDocument(tx, documentId, { content: false });
    const isVoid = await voidRelease(tx, dispatchId);
    if (isVoid) emit(cardEvent(await updateDocument(tx, documentId, Prisma.sql`version = d.version`)));
  });
}
