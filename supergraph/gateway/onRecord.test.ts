import { describe, expect, test } from 'vitest';
import { published } from '../../tests/kit/publishedOperations.ts';
import { opinion } from '../../tests/kit/standInCircuit.ts';
import { ask, asked, circuit, standInsOfFile } from '../../tests/kit/standInsOfFile.ts';

standInsOfFile();

describe('a decision', () => {
  const decisions = () => circuit.trail.records.map(({ decision }) => decision);

  test('is on record for each operation, allowed or not, by what of the caller it was made', async () => {
    await ask('c.clerk', '{ consignment(id: "FIN:01JD0000000000000000000001") { id } }');
    await ask('c.clerk', 'mutation { fileDocument(input: { documentId: "x", caseFile: "y" }) { document { id } } }');
    await ask(null, published('Me').body);

    expect(decisions()).toMatchObject([
      { verdict: 'ALLOWED', clause: null },
      { verdict: 'REFUSED', clause: '2.3.3', grounds: { refused: { 'Mutation.fileDocument': '2.3.3' } } },
      { verdict: 'REFUSED', clause: '2.1' },
    ]);
    expect(JSON.parse(decisions()[1]?.grounds?.attributes ?? '')).toEqual({
      operation: 'mutation',
      standing: { institution: 'MEMBER', duties: ['CLERK'], delegated: [], clearance: false, scopes: [] },
      fields: ['Document.id', 'FileDocumentPayload.document', 'Mutation.fileDocument'],
    });
    expect(new Set(decisions().map((decision) => decision?.bundle)).size).toBe(1);
  });

  test('is on record for what was stopped before the rules were asked', async () => {
    await ask('c.clerk', '{ nobody }');
    await ask('n.obody', '{ me { id } }');

    expect(decisions()).toMatchObject([
      { verdict: 'REFUSED', clause: null },
      { verdict: 'REFUSED', clause: '2.2' },
    ]);
  });

  test('of a mutation is on record before it runs, and the same after', async () => {
    await ask('s.sign', `mutation { signDocument(input: { documentId: "${opinion}" }) { document { id } } }`);

    expect(decisions()).toMatchObject([{ verdict: 'ALLOWED' }, { verdict: 'ALLOWED' }]);
    expect(decisions()[1]?.digest).toBe(decisions()[0]?.digest);
  });

  test('is told to auditors, as the SDL of the audit trail asks, and to nobody else', async () => {
    const question = `{ document(id: "${opinion}") { auditEntries { id decision { verdict } } } }`;
    await ask('c.clerk', question);
    const clerkAsked = asked('audit')
      .map(({ query }) => query)
      .join();
    await ask('a.audit', question);

    expect(clerkAsked).toContain('auditEntries');
    expect(clerkAsked).not.toContain('decision');
    expect(
      asked('audit')
        .map(({ query }) => query)
        .join(),
    ).toContain('decision');
  });
});

describe('a mutation', () => {
  const sign = `signDocument(input: { documentId: "${opinion}" }) { document { title } }`;

  test('is on record as open before it runs, and as done before its answer leaves (§10.1)', async () => {
    const { data } = await ask('s.sign', `mutation Sign { ${sign} }`);

    expect(data).toEqual({ signDocument: { document: { title: `Title of ${opinion}` } } });
    expect(circuit.trail.records).toMatchObject([
      {
        act: 'signDocument',
        place: 'gateway',
        official: 'JUS:s.sign',
        institution: 'JUS',
        duties: ['SIGNATORY'],
        documentIds: [opinion],
        outcome: 'OPEN',
        closedAt: null,
      },
      { id: circuit.trail.records[0]?.id, outcome: 'DONE' },
    ]);
  });

  test('of which one root field is denied does not run at all', async () => {
    const { body } = await ask('s.sign', `mutation { ${sign} draftLegalOpinion(input: { title: "t" }) { document { id } } }`);

    expect(body.data).toBeNull();
    expect(body.errors).toMatchObject([{ path: ['draftLegalOpinion'], extensions: { code: 'DUTY_REQUIRED', clause: '2.3.1' } }]);
    expect(asked('justice')).toEqual([]);
    expect(circuit.trail.records).toMatchObject([{ outcome: 'REFUSED', act: 'signDocument draftLegalOpinion' }]);
  });

  test('of a kind goes to the institution whose kind it is', async () => {
    const { data } = await ask(
      'c.clerk',
      'mutation($input: DraftLegalOpinionInput!) { draftLegalOpinion(input: $input) { document { id title } } }',
      {
        variables: { input: { title: 'On clause five' } },
      },
    );

    expect(data).toEqual({ draftLegalOpinion: { document: { id: opinion, title: `Title of ${opinion}` } } });
  });

  test('is not done when it cannot be put on record (§10.2)', async () => {
    circuit.trail.isUp = false;
    const { errors } = await ask('s.sign', `mutation { ${sign} }`);
    circuit.trail.isUp = true;

    expect(errors?.[0]?.extensions).toEqual({ code: 'AUDIT_UNAVAILABLE', clause: '10.2' });
    expect(asked('justice')).toEqual([]);
  });

  test('does not come by GET', async () => {
    const headers = { authorization: `Bearer ${await circuit.token('s.sign', 'JUS')}`, 'apollo-require-preflight': 'yes' };
    const answer = await fetch(`${circuit.gateway.url}/graphql?query=${encodeURIComponent(`mutation { ${sign} }`)}`, { headers });

    expect(answer.status).toBe(405);
    expect(asked('justice')).toEqual([]);
  });
});

test('what was read is not shown when it cannot be put on record; a refusal is told all the same', async () => {
  circuit.trail.isUp = false;
  const [read, refused] = await Promise.all([ask('c.clerk', `{ document(id: "${opinion}") { title } }`), ask(null, '{ me { id } }')]);
  circuit.trail.isUp = true;

  expect(read.body).toMatchObject({ errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE' } }] });
  expect(JSON.stringify(read.body)).not.toContain('Title');
  expect(refused.errors?.[0]?.extensions.code).toBe('OPERATION_NOT_TRUSTED');
});
