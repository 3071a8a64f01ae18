import { type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { wholeBody } from '@chancery/trust';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrived, ask, asked, callerOf, commission, echoes, forget, letGo, someone } from '../../../tests/kit/echoes.ts';
import { printed } from '../../engine/post/wire.ts';
import type { Commission } from './commission.ts';

echoes();

describe('nothing is shared', () => {
  test.each<[string, Commission]>([
    ['another official', commission(callerOf('i.shevchuk'))],
    ['who acts for another institution', commission({ ...someone, institution: parseInstitutionCode('FIN') })],
    ['with other duties', commission({ ...someone, duties: ['CLERK', 'AUDITOR'] })],
    ['with a clearance', commission({ ...someone, clearance: true })],
    ['with a delegated duty', commission({ ...someone, delegatedBy: [{ duty: 'CLERK', by: parseOfficialId('JUS:i.shevchuk') }] })],
    ['nobody', commission(null)],
  ])('with %s', async (_, other) => {
    const answers = [ask('justice', commission(someone), '{ a }'), ask('justice', other, '{ a }')];
    await arrived(2);
    letGo();

    expect((await Promise.all(answers)).map(({ data }) => data?.caller)).toEqual([someone, other.caller]);
  });

  test('between two who have not signed in', async () => {
    const answers = [1, 2].map(() => ask('justice', commission(null), '{ a }'));
    await arrived(2);
    letGo();
    await Promise.all(answers);
  });

  test('of a command', async () => {
    const answers = [1, 2].map(() => ask('justice', commission(someone), 'mutation { a }', '{}', true));
    await arrived(2);
    letGo();
    await Promise.all(answers);
  });

  test('whoever asks what, and when: each has the answer to his own question', async () => {
    const duties: readonly Duty[] = ['CLERK', 'AUDITOR', 'REGISTRAR'];
    const callers = fc.record({
      official: fc.constantFrom('o.petrenko', 'i.shevchuk').map((name) => parseOfficialId(`JUS:${name}`)),
      institution: fc.constantFrom('JUS', 'FIN').map((code) => parseInstitutionCode(code)),
      duties: fc.uniqueArray(fc.constantFrom(...duties), { maxLength: 2 }),
      clearance: fc.boolean(),
    });
    const questions = fc.record({
      caller: fc.option(callers),
      service: fc.constantFrom('justice', 'finance'),
      text: fc.constantFrom('{ a }', '{ b }', '{ a } '),
      variables: fc.constantFrom('{}', '{"x":1}', '{"x":"1"}'),
      waitMs: fc.integer({ min: 0, max: 3 }),
    });
    letGo();
    await fc.assert(
      fc.asyncProperty(fc.array(questions, { minLength: 2, maxLength: 24 }), async (all) => {
        forget();
        await Promise.all(
          all.map(async ({ caller, service, text, variables, waitMs }) => {
            await new Promise((resolve) => setTimeout(resolve, waitMs));
            const { data } = await ask(service, commission(caller), text, variables);
            expect(data).toEqual({ by: service, caller, body: wholeBody({ operation: printed(text), variables }), filler: '' });
          }),
        );
        expect(asked.length).toBeLessThanOrEqual(all.length);
      }),
      { numRuns: 40 },
    );
  });
});
