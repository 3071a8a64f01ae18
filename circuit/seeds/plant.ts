import { createHash } from 'node:crypto';
import type { ServiceClient } from '@chancery/trust';
import { patiently } from '../client/command.ts';
import { GatewayClient, GatewayRefusal, type Speaker } from '../client/gatewayClient.ts';
import type { IssuerKey } from '../issuer/issuerKey.ts';
import { tokenSource } from '../issuer/issueToken.ts';
import { readNewcomers } from '../newcomers/membersFile.ts';
import { readJson, writeJson } from '../supervisor/files.ts';
import type { Home } from '../supervisor/home.ts';
import { NotDone } from '../supervisor/progress.ts';
import { demoCast } from './cast.ts';
import { plantDelegation } from './delegation.ts';
import { enrol } from './enrol.ts';
import { institutionSeeds, officialSeeds } from './institutions.ts';
import { officialsOf, seedOf } from './newcomers.ts';
import type { Story } from './stories/story.ts';
import { stories } from './stories.ts';
import { tellStory } from './tellStory.ts';

/** A running circuit that is to be filled. */
export interface Ground {
  readonly home: Home;
  readonly graphql: string;
  /** Signs in the embedded issuer's name; undefined where people sign in elsewhere. */
  readonly issuer: IssuerKey | undefined;
  readonly client: ServiceClient;
}

/** What was planted at an earlier start. */
interface Planted {
  readonly digest: string;
  readonly documents: readonly string[];
}

/** The databases hold what the demonstration does not go on from: one was emptied, or is another circuit's. */
class DemonstrationUntold extends NotDone {
  override readonly name = 'DemonstrationUntold';

  constructor(cause: GatewayRefusal) {
    super(
      `The demonstration could not be told (${cause.code}): the databases are not from one start. ` +
        '`npm start -- --fresh` with emptied databases tells it anew.',
      { cause },
    );
  }
}

/** Enters the demonstration's institutions and officials; those that are there stay as they are, with what was decided about them since. */
export function plantInstitutions({ client }: Pick<Ground, 'client'>): Promise<void> {
  const newcomers = readNewcomers();
  const institutions = [...institutionSeeds, ...newcomers.map(seedOf)];
  return enrol(client, institutions, [...officialSeeds, ...newcomers.flatMap(officialsOf)], { newOfficialsOnly: true });
}

/**
 * Lets the demonstration's documents go their way. What an earlier start has done is found again, not done again.
 * It is also the proof that the circuit works: every perimeter has answered through the gateway when it is through.
 */
export async function plantDocuments({ home, graphql, issuer }: Ground): Promise<void> {
  if (issuer === undefined) throw new NotDone('The demonstration is not told: its officials have no tokens of the issuer that was named.');
  const gateway = new GatewayClient(graphql, tokenSource(issuer));
  await plantDelegation(gateway);
  const planted = readJson<Planted>(home.seeds);
  if (planted?.digest === digest && (await areThere(gateway, planted.documents))) return;
  const documents = await Promise.all(stories.map((story) => tellStory(deskOf(gateway, story), story))).catch((error) => {
    throw isRule(error) ? new DemonstrationUntold(error) : error;
  });
  writeJson(home.seeds, { digest, documents } satisfies Planted);
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
const digest = digestOf(stories);

// A story that is told differently is another document: its request ids differ.
const deskOf = (client: GatewayClient, story: Story) => ({ client, cast: demoCast, requests: `seed:${story.key}:${digestOf(story)}` });

// A circuit that does not work is no matter of what its databases hold: that fails the start.
const isRule = (error: unknown): error is GatewayRefusal =>
  error instanceof GatewayRefusal && !/^(INTERNAL|HTTP_\d+|.*_UNAVAILABLE)$/.test(error.code);

async function areThere(gateway: GatewayClient, documents: readonly string[]): Promise<boolean> {
  const byInstitution = Map.groupBy(documents, (id) => id.slice(0, id.indexOf(':')));
  const found = await Promise.all([...byInstitution].map(([code, ids]) => allFound(gateway, demoCast(code, 'REGISTRAR'), ids)));
  return found.every(Boolean);
}

async function allFound(gateway: GatewayClient, by: Speaker, ids: readonly string[]): Promise<boolean> {
  const fields = ids.map((id, index) => `d${index}: document(id: ${JSON.stringify(id)}) { id }`);
  const { data } = await patiently(() => gateway.ask<Record<string, unknown>>(`query Planted { ${fields.join(' ')} }`, {}, by));
  return data !== null && Object.values(data).every((document) => document !== null);
}
