import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { membersOf, requireServed } from './members.ts';

const [jus, fin, lib] = ['JUS', 'FIN', 'LIB'].map(parseInstitutionCode) as [never, never, never];
const directory = {
  findInstitution: async (code: string) =>
    code === 'NEW' ? undefined : { code: parseInstitutionCode(code), name: code, server: code === 'LIB' ? 'hosted' : 'justice', seals: [] },
};

describe('a server', () => {
  it('answers for the institutions that it names, whatever the directory says', async () => {
    const members = membersOf('justice', ['JUS'], directory);
    expect([await members.serves(jus), await members.serves(fin), await members.serves(lib)]).toEqual([true, false, false]);
  });

  it('answers, when it is shared, for those that live on it by the directory’s word', async () => {
    const members = membersOf('hosted', 'hosted', directory);
    expect([await members.serves(lib), await members.serves(jus), await members.serves(parseInstitutionCode('NEW'))]).toEqual([
      true,
      false,
      false,
    ]);
    await expect(requireServed(members, jus)).rejects.toEqual(new Refusal('WRONG_PERIMETER'));
  });
});
