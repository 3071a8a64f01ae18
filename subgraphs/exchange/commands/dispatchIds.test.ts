import { dispatchId, parseInstitutionCode } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { consignmentIdOf, idFrom } from './dispatchIds.ts';

describe('an id derived from a request', () => {
  it('is a well formed one', () => {
    for (let turn = 0; turn < 500; turn++) dispatchId(parseInstitutionCode('JUS'), idFrom(`JUS:o.petrenko JUS ${turn} request`));
  });

  it('is the same for the same request and another for another', () => {
    expect(idFrom('a')).toBe(idFrom('a'));
    expect(new Set(['a', 'b', 'c'].map(idFrom)).size).toBe(3);
  });
});

describe('the id of a consignment', () => {
  const [jus, fin] = [parseInstitutionCode('JUS'), parseInstitutionCode('FIN')];
  const sent = dispatchId(jus, idFrom('a'));
  const at = '2026-03-01T11:00:00.000Z';

  it('is the same for the same dispatch and addressee, and another for another', () => {
    expect(consignmentIdOf(sent, fin, at)).toBe(consignmentIdOf(sent, fin, at));
    const others = [consignmentIdOf(sent, jus, at), consignmentIdOf(dispatchId(jus, idFrom('b')), fin, at)];
    expect(new Set([consignmentIdOf(sent, fin, at), ...others].map((id) => id.slice(4))).size).toBe(3);
  });

  it('is well formed and sorts by time, whenever the document was registered', () => {
    const times = ['0001-01-01T00:00:00.000Z', at, '2026-03-01T11:00:00.001Z', '9999-12-31T23:59:59.999Z'];
    const ids = times.map((time) => consignmentIdOf(sent, fin, time));
    expect(ids.toSorted()).toEqual(ids);
  });
});
