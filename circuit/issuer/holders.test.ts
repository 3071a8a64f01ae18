import { type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { expect, test } from 'vitest';
import { dutiesHeldIn, holdersOf } from './holders.ts';

const institution = parseInstitutionCode('JUS');
const from = '2026-01-01T00:00:00Z';
const held = (duty: Duty, to: string | null = null) => ({ duty, institution, from, to });

test('says which duties somebody holds now, each once and in their order', () => {
  const duties = [held('REGISTRAR'), held('CLERK'), held('CLERK'), held('SIGNATORY', '2026-02-01T00:00:00Z')];
  const officials = [{ id: parseOfficialId('JUS:o.petrenko'), name: 'Oksana Petrenko', institution, clearance: true, duties }];
  expect(dutiesHeldIn({ institutions: [], officials }, 'JUS', new Date('2026-03-01'))).toEqual(['CLERK', 'REGISTRAR']);
});

test('names whoever holds a duty before whoever stands in', () => {
  const by = parseOfficialId('JUS:z.holder');
  const person = (id: string, duties: readonly object[]) =>
    ({ id: parseOfficialId(id), name: id, institution, clearance: false, duties }) as never;
  const officials = [
    person('FIN:a.deputy', [{ ...held('SIGNATORY', '2026-04-01T00:00:00Z'), delegatedBy: by }]),
    person(by, [held('SIGNATORY')]),
  ];
  expect(holdersOf({ institutions: [], officials }, 'JUS', 'SIGNATORY', new Date('2026-03-01')).map(({ id }) => id)).toEqual([
    by,
    'FIN:a.deputy',
  ]);
});
