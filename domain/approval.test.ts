import { describe, expect, it } from 'vitest';
import { approved, returned, submitted } from './approval.ts';
import { Refusal } from './errors.ts';
import { parseOfficialId } from './ids.ts';

const [author, clerk, signatory] = ['JUS:a.author', 'JUS:c.clerk', 'JUS:s.signatory'].map(parseOfficialId) as [
  ReturnType<typeof parseOfficialId>,
  ReturnType<typeof parseOfficialId>,
  ReturnType<typeof parseOfficialId>,
];
const at = new Date('2026-03-01T10:00:00Z');
const submission = submitted(clerk, at);

describe('an approval', () => {
  it('is for others than who drafted or submitted the document', () => {
    expect(approved(submission, author, signatory, at)).toMatchObject({ submittedBy: clerk, approvedBy: signatory, returnedBy: null });
    for (const by of [author, clerk]) expect(() => approved(submission, author, by, at)).toThrow(new Refusal('APPROVER_IS_AUTHOR'));
  });

  it('tells one decision: a return takes an approval back, a new submission both', () => {
    const given = approved(submission, author, signatory, at);
    const back = returned(given, signatory, at, 'The basis is missing.');
    expect(back).toMatchObject({ approvedBy: null, approvedAt: null, returnedBy: signatory, returnedReason: 'The basis is missing.' });
    expect(submitted(author, at)).toMatchObject({ submittedBy: author, approvedBy: null, returnedBy: null, returnedReason: null });
  });
});
