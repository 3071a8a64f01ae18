import { readFileSync } from 'node:fs';
import { type Caller, type Duty, duties, EXCHANGE, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { buildSchema, type GraphQLSchema, isObjectType, Kind, parse, print, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { requireDutyFor } from './duties.ts';
import { underRegulation } from './underRegulation.ts';

const schema = publicGraph();
const decide = underRegulation(schema);

const caller = (...held: readonly Duty[]): Caller => ({
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: held,
  clearance: false,
});

const by = (official: Caller | null) => ({ caller: official, scopes: [] });
const nobody = by(null);
/** The same official, acting for the exchange. */
const exchangeCaller = (...held: readonly Duty[]): Caller => ({ ...caller(...held), institution: EXCHANGE });

const readers: readonly Duty[] = ['CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR', 'ANALYST', 'ARCHIVIST', 'AUDITOR'];

/** Which duties pass, by field: the table of the regulation. */
const table: readonly (readonly [string, readonly Duty[]])[] = [
  ['Query.me', duties],
  ['Query.institution', duties],
  ['Query.institutions', duties],
  ['Query.regulation', duties],
  ['Query.regulations', duties],
  ['Regulation.routes', duties],
  ['RegulationRoute.from', duties],
  ['Query.document', readers],
  ['Query.documents', readers],
  ['Query.inbox', readers],
  ['Query.consignment', readers],
  ['Query.exchangeStatistics', readers],
  ['Query.auditEntries', ['AUDITOR']],
  ['Mutation.draftCourtRuling', ['CLERK']],
  ['Mutation.reviseOfficialLetter', ['CLERK']],
  ['Mutation.submitDocument', ['CLERK']],
  ['Mutation.approveDocument', ['SIGNATORY']],
  ['Mutation.returnDocument', ['SIGNATORY']],
  ['Mutation.signDocument', ['SIGNATORY']],
  ['Mutation.issueResolution', ['SIGNATORY']],
  ['Mutation.registerDocument', ['REGISTRAR']],
  ['Mutation.withdrawDocument', ['REGISTRAR']],
  ['Mutation.dispatchDocument', ['REGISTRAR']],
  ['Mutation.withdrawConsignment', ['REGISTRAR']],
  ['Mutation.registerConsignment', ['REGISTRAR']],
  ['Mutation.refuseConsignment', ['REGISTRAR']],
  ['Mutation.fileDocument', ['REGISTRAR']],
  ['Mutation.fileConsignment', ['REGISTRAR']],
  ['Mutation.reportExecution', ['EXECUTOR']],
  ['Query.official', duties],
  ['Query.appointments', ['SECURITY_OFFICER']],
  ['Mutation.admitOfficial', ['SECURITY_OFFICER']],
  ['Mutation.dismissOfficial', ['SECURITY_OFFICER']],
  ['Mutation.grantDuty', ['SECURITY_OFFICER']],
  ['Mutation.endDuty', ['SECURITY_OFFICER']],
  ['Mutation.grantClearance', ['SECURITY_OFFICER']],
  ['Mutation.withdrawClearance', ['SECURITY_OFFICER']],
  ['Mutation.confirmAppointment', ['SECURITY_OFFICER']],
  ['Mutation.declineAppointment', ['SECURITY_OFFICER']],
  ['Mutation.delegateDuty', duties.filter((duty) => !['SECURITY_OFFICER', 'AUDITOR', 'OPERATOR'].includes(duty))],
  ['Mutation.endDelegation', duties],
  ['Document.title', readers],
  ['Document.auditEntries', readers],
  ['CourtRuling.caseNumber', readers],
  ['OfficialLetter.body', readers],
  ['SignDocumentPayload.document', duties],
];

describe.each(table)('%s', (coordinate, allowed) => {
  const [type = '', field = ''] = coordinate.split('.');

  test('refuses whoever has not signed in', async () => {
    expect(await decide(type, field, nobody)).toMatchObject({ code: 'UNAUTHENTICATED', clause: '2.1' });
  });

  test('lets exactly the duties of its clause pass', async () => {
    const passing = [];
    for (const duty of duties) if ((await decide(type, field, by(caller(duty)))) === null) passing.push(duty);

    expect(passing.sort()).toEqual([...allowed].sort());
  });
});

test.each<[string, readonly Duty[]]>([
  ['proposeRegulation', ['OPERATOR']],
  ['confirmRegulation', ['OPERATOR', 'SECURITY_OFFICER']],
  ['declineRegulation', ['OPERATOR', 'SECURITY_OFFICER']],
])('Mutation.%s is for duties held in the exchange alone', async (field, allowed) => {
  const passing = [];
  for (const duty of duties) if ((await decide('Mutation', field, by(exchangeCaller(duty)))) === null) passing.push(duty);

  expect(passing).toEqual(allowed);
  expect(await decide('Mutation', field, by(caller(...duties)))).toMatchObject({ code: 'DUTY_REQUIRED' });
  expect(() => requireDutyFor(caller(...duties), field)).toThrow(Refusal);
});

test('names every field of the public graph', async () => {
  const everyDuty = by(exchangeCaller(...duties));
  const denied = [];
  for (const coordinate of coordinates(schema)) {
    const [type = '', field = ''] = coordinate.split('.');
    if ((await decide(type, field, everyDuty)) !== null) denied.push(coordinate);
  }

  expect(denied).toEqual([]);
});

test('denies what no clause names', async () => {
  const grown = buildSchema('type Query { me: Official secrets: [Secret] } type Official { id: ID } type Secret { text: String }');

  expect(await underRegulation(grown)('Query', 'secrets', by(caller(...duties)))).toMatchObject({
    code: 'DUTY_REQUIRED',
    clause: '2.4',
  });
  expect(await underRegulation(grown)('Secret', 'text', by(caller(...duties)))).toMatchObject({ clause: '2.4' });
  expect(await underRegulation(grown)('Secret', 'unheard', by(caller(...duties)))).toMatchObject({ clause: '2.4' });
});

test('takes in a new kind without an edit', async () => {
  const grown = buildSchema(`
    type Query { me: ID } type Mutation { draftVisaOrder: ID draftsman: ID }
    union Content = VisaOrder type VisaOrder { id: ID holder: String }`);
  const decideGrown = underRegulation(grown);

  expect(await decideGrown('VisaOrder', 'holder', by(caller('ANALYST')))).toBeNull();
  expect(await decideGrown('Mutation', 'draftVisaOrder', by(caller('CLERK')))).toBeNull();
  expect(await decideGrown('Mutation', 'draftsman', by(caller(...duties)))).toMatchObject({ clause: '2.4' });
});

test.each([
  ['draftLegalOpinion', 'CLERK'],
  ['signDocument', 'SIGNATORY'],
  ['dispatchDocument', 'REGISTRAR'],
  ['reportExecution', 'EXECUTOR'],
] as const)('requireDutyFor(%s) asks for %s, as the gateway does', (command, duty) => {
  expect(() => requireDutyFor(caller(duty), command)).not.toThrow();
  expect(() => requireDutyFor(caller('OPERATOR'), command)).toThrow(Refusal);
});

test.each(['shredDocument', 'draft', 'draftsman', 'toString', '__proto__'])(
  'requireDutyFor refuses everyone the unheard-of %s',
  (command) => {
    expect(() => requireDutyFor(caller(...duties), command)).toThrow(/No clause/);
  },
);

/** The committed supergraph as clients see it: without its machinery and what is `@inaccessible`. */
function publicGraph(): GraphQLSchema {
  const text = readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');
  const hidden = ({ directives = [] }: { directives?: readonly { name: { value: string } }[] }): null | undefined =>
    directives.some(({ name }) => name.value === 'inaccessible') ? null : undefined;
  const open = visit(parse(text), {
    ObjectTypeDefinition: hidden,
    InputObjectTypeDefinition: hidden,
    FieldDefinition: hidden,
    Directive: (node) => (node.name.value === 'deprecated' ? undefined : null),
    DirectiveDefinition: () => null,
    SchemaDefinition: () => null,
    SchemaExtension: () => null,
  });
  return buildSchema(print({ ...open, definitions: open.definitions.filter((node) => node.kind !== Kind.SCHEMA_DEFINITION) }), {
    assumeValidSDL: true,
  });
}

function coordinates(graph: GraphQLSchema): readonly string[] {
  return Object.values(graph.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__') ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );
}
