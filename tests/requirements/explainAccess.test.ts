import { type Duty, EXCHANGE } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

let world: PerimeterWorld;
let draft: string;
let letter: string;
beforeAll(async () => {
  world = await perimeterWorld();
  const acts = actsIn(world);
  draft = await acts.draft();
  letter = (await acts.delivered()).documentId;
}, 60_000);
afterAll(() => world?.close());

interface Told {
  readonly verdict: string;
  readonly code: string | null;
  readonly clauses: readonly { readonly clause: string; readonly holds: boolean }[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}
const officer = person('JUS', ['SECURITY_OFFICER']);
const ask = async (documentId: string, official: string, operation: string, by = officer, actingFor?: string): Promise<Told> => {
  const query = `query Why($documentId: ID!, $official: ID!, $operation: String!, $actingFor: ID) {
    explainAccess(documentId: $documentId, official: $official, operation: $operation, actingFor: $actingFor) {
      verdict code clauses { clause says holds } facts { name value } official { id } actingFor { code } operation } }`;
  return (await world.ask<{ explainAccess: Told }>('justice', query, { documentId, official, operation, actingFor }, by)).explainAccess;
};
const holding = ({ clauses }: Told): readonly string[] => clauses.flatMap(({ clause, holds }) => (holds ? [clause] : []));

describe('§3.8 an access explained', () => {
  it.each([
    ['its author reads a draft', () => draft, 'JUS:a.person', 'content', null, ['2.3.5', '3.1']],
    ['its author signs a draft', () => draft, 'JUS:a.person', 'signDocument', null, ['2.3.2', '3.1', '3.3', '4.4']],
    [
      'its author does not register a draft',
      () => draft,
      'JUS:a.person',
      'registerDocument',
      'DOCUMENT_NOT_SIGNED',
      ['2.3.3', '3.1', '3.3'],
    ],
    ['another does not know of a draft', () => draft, 'FIN:a.person', 'document', 'DOCUMENT_NOT_FOUND', ['2.3.5']],
    ['its recipient reads an INTERNAL document', () => letter, 'FIN:a.person', 'content', null, ['2.3.5', '3.1']],
    ['its recipient does not file it', () => letter, 'FIN:a.person', 'fileDocument', 'NOT_THE_AUTHOR', ['2.3.3', '3.1', '6.2']],
    ['a third does not know of it', () => letter, 'LIB:a.person', 'document', 'DOCUMENT_NOT_FOUND', ['2.3.5']],
  ])('%s', async (_, document, official, operation, code, clauses) => {
    const told = await ask(document(), official, operation);
    expect({ verdict: told.verdict, code: told.code, clauses: holding(told) }).toEqual({
      verdict: code === null ? 'ALLOWED' : 'REFUSED',
      code,
      clauses,
    });
  });

  it('says the same as the act itself', async () => {
    const told = await ask(letter, 'LIB:a.person', 'document');
    const act = world.ask('justice', 'query Card($id: ID!) { document(id: $id) { id } }', { id: letter }, person('LIB'));
    await expect(act).rejects.toMatchObject({ code: told.code });
  });

  it('names the facts, and nothing that the document says', async () => {
    const told = await ask(letter, 'FIN:a.person', 'content');
    expect(Object.fromEntries(told.facts.map(({ name, value }) => [name, value]))).toMatchObject({
      'official.actingFor': 'FIN',
      'document.institution': 'JUS',
      'document.status': 'REGISTERED',
      'document.access': 'INTERNAL',
      'document.recipients': 'FIN',
    });
    expect(JSON.stringify(told)).not.toContain('On fees');
  });

  it('of who may not act for an institution finds no duty there', async () => {
    expect(await ask(letter, 'FIN:a.person', 'signDocument', officer, 'JUS')).toMatchObject({ verdict: 'REFUSED', code: 'DUTY_REQUIRED' });
  });

  it.each<[string, string, readonly Duty[], string]>([
    ['an officer of the exchange', EXCHANGE, ['SECURITY_OFFICER'], 'ALLOWED'],
    ['an auditor of its institution', 'JUS', ['AUDITOR'], 'ALLOWED'],
  ])('is for %s', async (_, institution, duties, verdict) => {
    expect(await ask(letter, 'JUS:a.person', 'content', person(institution, duties))).toMatchObject({ verdict });
  });

  it.each<[string, string, readonly Duty[], string, string]>([
    ['a registrar', 'JUS', ['REGISTRAR'], 'DUTY_REQUIRED', '3.8'],
    ['an officer of another institution', 'FIN', ['SECURITY_OFFICER'], 'DOCUMENT_NOT_FOUND', '3.1'],
  ])('is not for %s', async (_, institution, duties, code, clause) => {
    await expect(ask(letter, 'JUS:a.person', 'content', person(institution, duties))).rejects.toMatchObject({ code, clause });
  });

  it.each([
    ['an operation that is not about a document', 'JUS:a.person', 'inbox', 'BAD_INPUT'],
    ['an operation whose name JavaScript keeps for itself', 'JUS:a.person', '__proto__', 'BAD_INPUT'],
    ['an operation that every object has', 'JUS:a.person', 'constructor', 'BAD_INPUT'],
    ['an official who is nobody', 'JUS:no.body', 'document', 'OFFICIAL_UNKNOWN'],
    ['an official who is no id', '?', 'document', 'MALFORMED_ID'],
  ])('refuses %s', async (_, official, operation, code) => {
    await expect(ask(letter, official, operation)).rejects.toMatchObject({ code });
  });
});
