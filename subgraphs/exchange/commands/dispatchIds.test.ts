import { dispatchId, parseDocumentId, parseInstitutionCode } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../../tests/kit/bundles.ts';
import { consignmentIds, idFrom } from './dispatchIds.ts';

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
  const { signed } = bundle(parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000007'));

  it('is the same for the same dispatch, addressee and document, and another for another', () => {
    expect(consignmentIds(sent, { ...signed })(fin)).toBe(consignmentIds(sent, signed)(fin));
    const others = [
      consignmentIds(sent, signed)(jus),
      consignmentIds(dispatchId(jus, idFrom('b')), signed)(fin),
      consignmentIds(sent, { ...signed, title: `${signed.title}, once more` })(fin),
    ];
    expect(new Set([consignmentIds(sent, signed)(fin), ...others].map((id) => id.slice(4))).size).toBe(4);
  });

  it('is well formed and sorts by the date of the document, whenever that is', () => {
    const ids = ['0001-01-01', '2026-03-01', '2026-03-02', '9999-12-31'].map((documentDate) =>
      consignmentIds(sent, { ...signed, documentDate })(fin),
    );
    expect(ids.toSorted()).toEqual(ids);
  });
});
