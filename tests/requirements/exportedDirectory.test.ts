import { command, enrol, institutionSeeds, type Speaker } from '@chancery/circuit';
import { type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { exportedTo, type Shown, shownTo } from '../kit/exportedLists.ts';
import { sideBySide } from '../kit/sideBySide.ts';

const institutions = ['JUS', 'FIN', 'EXC'] as const;
const holds = (institution: string, duty: Duty | null): Speaker => ({
  official: parseOfficialId(`${institution}:one.${duty?.toLowerCase().replace('_', '-') ?? 'none'}`),
  institution: parseInstitutionCode(institution),
});

/** A list as it is asked for, as it is shown, and who may read it. */
interface Listed extends Shown {
  readonly asked: unknown;
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

describe.each(institutions)('officials of %s', (institution) => {
  test.each(Object.entries(lists))(
    'have %s made into a file where they may read them, with the rows that they see there (§2.2, §2.6.1, §3.13, §13.4)',
    { timeout: 120_000 },
    async (name, list) => {
      let most = 0;
      await sideBySide(3, [...duties, null], async (duty) => {
        const by = holds(institution, duty);
        const asked = { [name]: list.asked, columns: [list.key], format: 'NDJSON' };
        const [shown, exported] = [await shownTo(circuit, by, list), await exportedTo(circuit, by, asked, 'Directory')];
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
