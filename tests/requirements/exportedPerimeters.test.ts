import { enrol, institutionSeeds, type Speaker } from '@chancery/circuit';
import { type Duty, duties, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { exportedTo, shownTo } from '../kit/exportedLists.ts';
import { sideBySide } from '../kit/sideBySide.ts';
import { delivered } from '../kit/walks.ts';
import { speakerOf } from '../kit/who.ts';

/** With a server of its own, two on one server, and the exchange itself. */
const institutions = ['FIN', 'NAR', 'STA', 'EXC'] as const;
const readers: readonly (Duty | null)[] = ['CLERK', 'SIGNATORY', 'REGISTRAR', 'EXECUTOR', 'ANALYST', 'ARCHIVIST', 'AUDITOR'];
const lists = { inbox: {}, notices: true } as const;

const holds = (institution: string, duty: Duty | null, clearance: boolean): Speaker => ({
  official: parseOfficialId(`${institution}:one.${duty?.toLowerCase().replace('_', '-') ?? 'none'}.${clearance ? 'cleared' : 'not'}`),
  institution: parseInstitutionCode(institution),
});
const callers = [...duties, null].flatMap((duty) => [true, false].map((clearance) => ({ duty, clearance })));

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const holders = institutions.flatMap((institution) =>
    callers.map(({ duty, clearance }) => {
      const { official } = holds(institution, duty, clearance);
      return { id: official, name: official, institution, clearance, duties: duty === null ? [] : [duty] };
    }),
  );
  await enrol(circuit.operator, institutionSeeds, holders);
  for (const to of ['FIN', 'NAR', 'STA'])
    for (const access of ['PUBLIC', 'RESTRICTED']) await delivered(circuit.desk(), { to, facts: { access } });
  await Promise.all([sightOf('FIN', 'BudgetRequest'), sightOf('NAR', 'OfficialLetter')]);
}, 120_000);
afterAll(() => circuit?.close());

/** Gives sight of a document of the institution in an emergency: it is told. */
async function sightOf(institution: string, kind: string): Promise<void> {
  const { id: documentId } = await delivered(circuit.desk(), { institution, kind, to: 'JUS' });
  const endsAt = new Date(Date.now() + 3_600_000).toISOString();
  const act = (as: string, field: string, input: object) =>
    circuit.gateway.read<Record<string, { breakGlass: { id: string } }>>(
      `mutation Do($input: ${field[0]?.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { breakGlass { id } } }`,
      { input },
      speakerOf(as),
    );
  const asked = await act('EXC:o.bereza', 'askBreakGlass', { documentId, official: 'MOH:z.panchenko', reason: 'A flood.', endsAt });
  await act('EXC:y.koshel', 'confirmBreakGlass', { breakGlassId: asked.askBreakGlass?.breakGlass.id });
  const told = () => shownTo(circuit, holds(institution, 'CLERK', true), shownAs('notices', institution));
  await vi.waitFor(async () => expect(await told()).toHaveLength(1), { timeout: 10_000 });
}

const shownAs = (list: string, institution: string) => ({
  shown: `${list}(institution: "${institution}", first: 100) { edges { node { id } } }`,
  key: 'id' as const,
});
const ordered = (list: keyof typeof lists, institution: string) => ({
  institution,
  [list]: lists[list],
  columns: ['id'],
  format: 'NDJSON',
});

describe.each(institutions)('officials of %s', (institution) => {
  test.each(['inbox', 'notices'] as const)(
    'have its %s made into a file where they may read it, with the rows that they see there (§2.3.5, §3.1, §3.2, §3.13)',
    { timeout: 120_000 },
    async (list) => {
      const seen = new Map<boolean, number>();
      await sideBySide(3, callers, async ({ duty, clearance }) => {
        const by = holds(institution, duty, clearance);
        const shown = await shownTo(circuit, by, shownAs(list, institution));
        const exported = await exportedTo(circuit, by, ordered(list, institution), 'Perimeter');
        const may = readers.includes(duty);
        expect({ by, shown, exported }).toEqual(
          may ? { by, shown: exported, exported } : { by, shown: '2.3.5', exported: 'DUTY_REQUIRED' },
        );
        if (may) seen.set(clearance, Math.max(seen.get(clearance) ?? 0, exported.length));
      });
      const all = {
        inbox: { FIN: [2, 1], NAR: [2, 1], STA: [2, 1], EXC: [0, 0] },
        notices: { FIN: [1, 1], NAR: [1, 1], STA: [0, 0], EXC: [0, 0] },
      };
      expect([seen.get(true), seen.get(false)]).toEqual(all[list][institution]);
    },
  );

  test('have no other institution’s made into a file, whatever their duty (§3.4)', { timeout: 60_000 }, async () => {
    const others = institutions.filter((other) => other !== institution);
    await sideBySide(3, callers, async ({ duty, clearance }) => {
      const by = holds(institution, duty, clearance);
      for (const other of others) {
        const answers = [
          await exportedTo(circuit, by, ordered('inbox', other), 'Perimeter'),
          await exportedTo(circuit, by, ordered('notices', other), 'Perimeter'),
        ];
        expect({ by, answers }).toEqual({ by, answers: Array(2).fill(readers.includes(duty) ? 'NOT_THE_RECIPIENT' : 'DUTY_REQUIRED') });
      }
    });
  });
});
