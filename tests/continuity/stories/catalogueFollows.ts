import {
  command,
  type Desk,
  demoCast,
  dispatch,
  draft,
  fileDocument,
  issueResolution,
  operatorOf,
  register,
  registerConsignment,
  type Sent,
  type Speaker,
  settled,
  sign,
  withdraw,
} from '@chancery/circuit';
import { readRegistry } from '@chancery/trust';
import { beforeAll, describe, expect, it } from 'vitest';
import { CatalogueOperator } from '../../../circuit/client/catalogueOperator.ts';
import { aBudgetRequest, aLetter, anOpinion } from '../../kit/builders.ts';
import { runCommand } from '../../kit/commands.ts';
import { everythingFollowed } from '../../kit/followedFeeds.ts';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';

/** How far the catalogue may be behind, in milliseconds. */
const BEHIND_MS = 2_000;

describe('the catalogue', () => {
  let circuit: ProcessCircuit;
  let desks = 0;
  beforeAll(async () => {
    circuit = await lentCircuit();
  }, 150_000);

  const desk = (): Desk => {
    desks += 1;
    return { client: circuit.gateway, cast: demoCast, requests: `catalogue:${desks}` };
  };

  it(`shows each change within ${BEHIND_MS / 1_000} s`, { timeout: 120_000 }, async () => {
    const delays: Record<string, number> = {};
    const seen = async (change: string, isSeen: () => Promise<boolean>) => {
      delays[change] = await delayUntil(isSeen);
    };
    const [jus, fin] = [demoCast('JUS', 'REGISTRAR'), demoCast('FIN', 'REGISTRAR')];
    const own = desk();

    const id = await draft(own, 'JUS', 'LegalOpinion', anOpinion({ title: 'Quokka husbandry' }));
    await seen('drafted', async () => (await found(jus, { text: 'quokka' })).includes(id));
    await command(circuit.gateway, demoCast('JUS', 'CLERK'), 'reviseLegalOpinion', revision(id, 'Numbat husbandry'), 'document { id }');
    await seen('revised', async () => (await found(jus, { text: 'numbat' })).includes(id));
    await sign(own, 'JUS', id);
    await seen('signed', async () => (await found(jus, { status: ['SIGNED'] })).includes(id));
    const outgoingNumber = await register(own, 'JUS', id);
    await seen('registered', async () => (await found(jus, { outgoingNumber })).includes(id));
    expect(await found(fin, { outgoingNumber })).toEqual([]);
    const [sent] = await dispatch(own, 'JUS', id, ['FIN']);
    await seen('released to its reader', async () => (await found(fin, { outgoingNumber })).includes(id));
    if (!sent) throw new Error('The dispatch has no consignment.');
    await settled(circuit.gateway, jus, sent.id);
    const registeredBefore = await counted(fin, 'REGISTERED');
    await registerConsignment(own, sent);
    await seen('registered by its recipient', async () => (await counted(fin, 'REGISTERED')) === registeredBefore + 1);
    await issueResolution(own, sent, { instruction: 'Answer.', decision: 'Numbats welcome', decidedOn: '2026-11-20' });
    await seen('decided', async () => (await decisions(fin)).includes('Numbats welcome'));
    await fileDocument(own, 'JUS', id, '01-01 Husbandry');
    await seen('filed', async () => (await found(jus, { status: ['FILED'] })).includes(id));

    const letter = await draft(desk(), 'NAR', 'OfficialLetter', aLetter({ title: 'Bilby census' }));
    await withdraw(desk(), 'NAR', letter, 'Not needed.');
    const nar = demoCast('NAR', 'REGISTRAR');
    await seen('withdrawn', async () => (await found(nar, { status: ['WITHDRAWN'] })).includes(letter));

    console.log(`catalogue behind, ms: ${JSON.stringify(delays)}`);
    // One slow turn of a busy machine is no delay of the catalogue's.
    expect(
      Object.values(delays)
        .toSorted((a, b) => a - b)
        .at(-2),
    ).toBeLessThan(BEHIND_MS);
  });

  it('is made again from nothing by `npm run rebuild`, and answers as before', { timeout: 120_000 }, async () => {
    await Promise.all(Array.from({ length: 12 }, async (_, index) => exchanged(index)));
    await everythingFollowed(circuit);
    const before = await answers();
    expect(before.flat().length).toBeGreaterThan(30);

    const { code, stdout } = await runCommand('rebuild', circuit.home);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/made again from \d+ events/)]);
    expect(await answers()).toEqual(before);
  });

  it('is made again although it dies as soon as it has begun', { timeout: 120_000 }, async () => {
    const before = await answers();
    const killed = circuit.pidOf('catalogue');
    const operator = new CatalogueOperator(operatorOf(circuit.home), readRegistry(circuit.home.services));
    await operator.rebuild();
    await operator.close();
    circuit.killService('catalogue');
    await circuit.revived('catalogue', killed);
    await everythingFollowed(circuit);
    expect(await answers()).toEqual(before);
  });

  /** One document to one addressee, registered there unless it was refused. */
  async function exchanged(index: number): Promise<void> {
    const own = desk();
    const id = await draft(own, 'FIN', 'BudgetRequest', aBudgetRequest({ title: `Request ${index}`, access: accessOf(index) }));
    await sign(own, 'FIN', id);
    await register(own, 'FIN', id);
    const [sent] = await dispatch(own, 'FIN', id, [index % 2 === 0 ? 'MOH' : 'STA']);
    if (!sent) throw new Error('The dispatch has no consignment.');
    await settled(circuit.gateway, demoCast('FIN', 'REGISTRAR'), sent.id);
    if (index % 4 !== 0) await registerConsignment(own, sent as Sent);
  }

  async function found(by: Speaker, filter: object): Promise<readonly string[]> {
    const query = 'query Found($filter: DocumentFilter) { documents(filter: $filter, first: 100) { edges { node { id } } } }';
    const { documents } = await circuit.gateway.read<DocumentList>(query, { filter }, by);
    return documents.edges.map(({ node }) => node.id);
  }

  async function statistics(by: Speaker, groupBy: readonly string[]): Promise<readonly Group[]> {
    const query = `query Statistics($groupBy: [ExchangeDimension!]!) {
      exchangeStatistics(groupBy: $groupBy) { keys count medianHoursToRegister medianDaysToDecision }
    }`;
    return (await circuit.gateway.read<{ exchangeStatistics: readonly Group[] }>(query, { groupBy }, by)).exchangeStatistics;
  }

  const counted = async (by: Speaker, state: string) => (await statistics(by, ['STATE'])).find(({ keys }) => keys[0] === state)?.count ?? 0;
  const decisions = async (by: Speaker) => (await statistics(by, ['DECISION'])).map(({ keys }) => keys[0]);

  /** All that some officials can learn from the catalogue. */
  async function answers(): Promise<readonly (readonly unknown[])[]> {
    const askers = [
      demoCast('JUS', 'REGISTRAR'),
      demoCast('FIN', 'CLERK'),
      demoCast('MOH', 'ANALYST'),
      demoCast('STA', 'REGISTRAR'),
      demoCast('EXC', 'ANALYST'),
    ];
    const dimensions = [['SENDER', 'STATE'], ['RECIPIENT', 'YEAR'], ['DECISION'], ['SENDER', 'RECIPIENT', 'STATE', 'DECISION', 'YEAR']];
    return Promise.all(
      askers.map(async (by) => {
        const lists = await Promise.all(['NEWEST_FIRST', 'TITLE'].map((orderBy) => listed(by, orderBy)));
        return [...lists.flat(), ...(await Promise.all(dimensions.map((groupBy) => statistics(by, groupBy)))).flat()];
      }),
    );
  }

  async function listed(by: Speaker, orderBy: string): Promise<readonly string[]> {
    const query =
      'query Listed($orderBy: DocumentOrder) { documents(orderBy: $orderBy, first: 100) { totalCount edges { node { id title status } } } }';
    const { documents } = await circuit.gateway.read<DocumentList>(query, { orderBy }, by);
    return [String(documents.totalCount), ...documents.edges.map(({ node }) => JSON.stringify(node))];
  }
});

interface DocumentList {
  readonly documents: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

interface Group {
  readonly keys: readonly (string | null)[];
  readonly count: number;
}

const accessOf = (index: number): string => ['PUBLIC', 'INTERNAL', 'RESTRICTED'][index % 3] ?? 'INTERNAL';
const revision = (documentId: string, title: string) => ({ documentId, title, requestId: `catalogue:revise:${documentId}` });

/** How long it takes from now until something is seen; looks for ten seconds. */
async function delayUntil(isSeen: () => Promise<boolean>): Promise<number> {
  const from = performance.now();
  await within(10_000, isSeen, 'The catalogue did not show a change');
  return Math.round(performance.now() - from);
}
