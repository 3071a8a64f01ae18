import { dispatchId, parseInstitutionCode } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { idFrom } from './dispatchIds.ts';

describe('an id derived from a request', () => {
  it('is a well formed one', () => {
    for (let turn = 0; turn < 500; turn++) dispatchId(parseInstitutionCode('JUS'), idFrom(`JUS:o.petrenko JUS ${turn} request`));
  });

  it('is the same for the same request and another for another', () => {
    expect(idFrom('a')).toBe(idFrom('a'));
    expect(new Set(['a', 'b', 'c'].map(idFrom)).size).toBe(3);
  });
});
