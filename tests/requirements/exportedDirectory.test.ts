import { command, enrol, GatewayRefusal, institutionSeeds, patiently, type Speaker } from '@chancery/circuit';
import { type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { fetchExport, settled, startExport } from '../kit/exports.ts';
import { sideBySide } from '../kit/sideBySide.ts';

const institutions = ['JUS', 'FIN', 'EXC'] as const;
const holds = (institution: string, duty: Duty | null): Speaker => ({
  official: parseOfficialId(`${institution}:one.${duty?.toLowerCase().replace('_', '-') ?? 'none'}`),
  institution: parseInstitutionCode(institution),
});

/** A list as it is asked for, as it is shown, and who may read it. */
interface Listed {
  readonly asked: unknown;
  readonly shown: string;
  readonly key: 'id' | 'code' | 'version';
  readonly clause: string;
  /** Null: every official. */
  readonly readers: readonly Duty[] | null;
}

const everyState = '[PENDING, CONFIRMED, DECLINED, EXPIRED]';
const nodes = (key: string) => `edges { node { ${key} } }`;
const lists: Readonly<Record<string, Listed>> = {
  institutions: { asked: {}, shown: `institutions(first: 100) { ${nodes('code')} }`, key: 'code', clause: '2.2', readers: null },
  officials: {
    asked: { institution: 'JUS' },
    shown: `institution(code: "JUS") { officials(first: 100) { ${nodes('id')} } }`,
    key: 'id',
    clause: '2.2',
    readers: null,
  },
  delegations: {
    asked: { official: 'JUS:one.clerk' },
    shown: `official(id: "JUS:one.clerk") { delegations(first: 100) { ${nodes('id')} } }`,
    key: 'id',
    clause: '2.2',
    readers: null,
  },
  regulations: { asked: true, shown: `regulations(first: 100) { ${nodes('version')} }`, key: 'version', clause: '2.2', readers: null },
  appointments: {
    asked: { filter: { state: ['PENDING', 'CONFIRMED', 'DECLINED', 'EXPIRED'] } },
    shown: `appointments(filter: { state: ${everyState} }, first: 100) { ${nodes('id')} }`,
    key: 'id',
    clause: '2.6.1',
    readers: ['SECURITY_OFFICER'],
  },
  breakGlasses: {
    asked: {},
    shown: `breakGlasses(first: 100) { ${nodes('id')} }`,
    key: 'id',
    clause: '13.4',
    readers: ['SECURITY_OFFICER', 'AUDITOR'],
  },
};

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const holders = institutions.flatMap((institution) =>
    [...duties, null].map((duty) => {
      const { official } = holds(institution, duty);
      return { id: official, name: official, institution, clearance: false, duties: duty === null ? [] : [duty] };
    }),
  );
  await enrol(circuit.operator, institutionSeeds, holders);
  const say = (by: Speaker, name: string, input: object) =>
    command(circuit.gateway, by, name, { ...input, requestId: crypto.randomUUID() }, '__typename');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  for (const code of ['JUS', 'FIN']) {
    await say(holds(code, 'SECURITY_OFFICER'), 'grantClearance', { official: `${code}:one.none` });
    const wish = { documentId: `${code}:LegalOpinion:01JD0000000000000000000000`, official: 'MOH:m.sydorenko' };
    await say(holds('EXC', 'SECURITY_OFFICER'), 'askBreakGlass', {
      ...wish,
      reason: 'A flood.',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
  }
  await say(holds('JUS', 'CLERK'), 'delegateDuty', { official: 'FIN:one.none', duty: 'CLERK', to: tomorrow });
  await say(holds('EXC', 'OPERATOR'), 'proposeRegulation', { note: 'As it is.' });
}, 120_000);
afterAll(() => circuit?.close());

/** What the list itself shows; where it is refused, by which clause. */
async function shownTo(by: Speaker, { shown, key }: Listed): Promise<readonly unknown[] | string> {
  const { data, errors } = await patiently(async () => {
    const answer = await circuit.ask<Record<string, unknown>>(`{ ${shown} }`, {}, { as: by });
    const code = answer.errors[0]?.extensions?.code;
    if (code === 'AUDIT_UNAVAILABLE') throw new GatewayRefusal(code, shown);
    return answer;
  });
  const clause = errors[0]?.extensions?.clause;
  return clause === undefined
    ? [...JSON.stringify(data).matchAll(new RegExp(`"${key}":("[^"]*"|\\d+)`, 'g'))].map(([, value]) => JSON.parse(value ?? ''))
    : String(clause);
}

/** What an export of it holds; where it is refused, that. */
async function exportedTo(by: Speaker, name: string, { asked, key }: Listed): Promise<readonly unknown[] | string> {
  const { id, code } = await startExport(circuit, by, { [name]: asked, columns: [key], format: 'NDJSON' }, 'Directory');
  if (code !== undefined) return String(code);
  expect((await settled(circuit, by, id)).status).toBe('FINISHED');
  const lines = (await fetchExport(circuit, by, id)).bytes.toString().split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line)[key]]));
}

describe.each(institutions)('officials of %s', (institution) => {
  test.each(Object.entries(lists))(
    'have %s made into a file where they may read them, with the rows that they see there (§2.2, §2.6.1, §3.13, §13.4)',
    { timeout: 120_000 },
    async (name, list) => {
      let most = 0;
      await sideBySide(3, [...duties, null], async (duty) => {
        const by = holds(institution, duty);
        const [shown, exported] = [await shownTo(by, list), await exportedTo(by, name, list)];
        const may = list.readers === null || (duty !== null && list.readers.includes(duty));
        expect({ by, shown, exported }).toEqual(
          may ? { by, shown: exported, exported } : { by, shown: list.clause, exported: 'DUTY_REQUIRED' },
        );
        if (may) most = Math.max(most, exported.length);
      });
      expect(most).toBeGreaterThan(0);
    },
  );
});
