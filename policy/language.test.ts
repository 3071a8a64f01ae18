import { Refusal } from '@chancery/domain';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { runs } from '../tests/kit/long.ts';
import { isBroken, isRefusedAtGateway, randomContext, randomDocument, randomSentence, ruleOf, truthOf } from '../tests/kit/random/rules.ts';
import { Tape, tapes } from '../tests/kit/random/tape.ts';
import { aboutCaller, aboutDocument, and, not, or, type Rule, refusalOf } from './language.ts';
import type { PolicyContext } from './standing.ts';
import { underRegulation } from './underRegulation.ts';

const schema = buildSchema('type Query { asked: ID }');
const clerk: PolicyContext = randomContext(new Tape([]));
const nobody: PolicyContext = { caller: null, scopes: [] };

const atGateway = (rule: Rule, context: PolicyContext) =>
  underRegulation(schema, { Query: { asked: rule } })('Query', 'asked', { ...context });

const yes = aboutCaller('1.1', () => null);
const no = aboutCaller('1.2', () => new Refusal('DUTY_REQUIRED', undefined, '1.2'));
const unknown = aboutDocument('1.3', (_caller, { access }) => access === 'PUBLIC');
const broken = aboutCaller('1.4', () => {
  throw new Error('a mistake of ours');
});
const twiceUnderOneClause = aboutCaller('1.2', () => null);

describe('at the gateway', () => {
  test.each([
    ['a clause about a document', unknown],
    ['its opposite', not(unknown)],
    ['or', or(no, unknown)],
    ['or of an opposite', or(no, not(unknown))],
    ['the opposite of what is refused', not(no)],
    ['the opposite of an and', not(and(yes, unknown))],
    ['a second rule under the same clause', and(not(no), twiceUnderOneClause)],
  ])('passes: %s', async (_case, rule) => {
    expect(await atGateway(rule, clerk)).toBeNull();
  });

  test.each([
    ['and', and(unknown, no), '1.2'],
    ['the first of an or', or(no, no), '1.2'],
    ['the opposite of what holds', not(yes), '1.1'],
    ['the opposite of an or that holds anyway', not(or(unknown, yes)), '1.3'],
    ['what breaks', broken, '2.4'],
    ['the opposite of what breaks', not(broken), '1.4'],
    ['the opposite of what may break', not(and(yes, broken)), '1.1'],
  ])('refuses, by its clause: %s', async (_case, rule, clause) => {
    expect(await atGateway(rule, clerk)).toMatchObject({ code: 'DUTY_REQUIRED', clause });
  });

  test.each([
    ['a clause', yes],
    ['an opposite', not(no)],
    ['an opposite of an opposite', not(not(yes))],
    ['a clause about a document', unknown],
    ['its opposite', not(unknown)],
  ])('nobody passes without signing in: %s', async (_case, rule) => {
    expect(await atGateway(rule, nobody)).toMatchObject({ code: 'UNAUTHENTICATED', clause: '2.1' });
    expect(refusalOf(rule, nobody, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

test('in full, what cannot be decided is refused', () => {
  expect(refusalOf(unknown, clerk, {})).toMatchObject({ code: 'DUTY_REQUIRED', clause: '1.3' });
  expect(refusalOf(not(unknown), clerk, {})).toMatchObject({ clause: '1.3' });
});

describe('whatever the rule, the caller and the document', () => {
  const property = (run: (tape: Tape) => Promise<void> | void) =>
    fc.assert(
      fc.asyncProperty(tapes(60), async (numbers) => run(new Tape(numbers))),
      { numRuns: runs({ short: 500, whole: 20_000 }) },
    );

  test('the gateway refuses what is refused whatever the document, and nothing else', () =>
    property(async (tape) => {
      const [sentence, context] = [randomSentence(tape), randomContext(tape)];

      expect((await atGateway(ruleOf(sentence), context)) !== null).toBe(isRefusedAtGateway(sentence, context));
    }));

  test('the gateway refuses nothing that the owner of the document allows', () =>
    property(async (tape) => {
      const [sentence, context, document] = [randomSentence(tape), randomContext(tape), randomDocument(tape)];
      if (isBroken(sentence)) return;
      const refused = refusalOf(ruleOf(sentence), context, { document });

      expect(refused === null).toBe(truthOf(sentence, context, document) === 'yes');
      if (refused === null) expect(await atGateway(ruleOf(sentence), context)).toBeNull();
    }));
});
