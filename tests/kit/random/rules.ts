import {
  type Caller,
  type DocumentFacts,
  type Duty,
  duties,
  EXCHANGE,
  parseInstitutionCode,
  parseOfficialId,
  Refusal,
} from '@chancery/domain';
import { aboutCaller, aboutDocument, and, not, or, type PolicyContext, type Rule } from '@chancery/policy';
import type { Tape } from './tape.ts';

/** A rule as a sentence of the regulation would say it. */
export type Sentence =
  | { readonly says: 'duty'; readonly duty: Duty }
  | { readonly says: 'cleared' | 'exchange' | 'scoped' | 'public' | 'ours' | 'broken' }
  | { readonly says: 'and' | 'or'; readonly parts: readonly [Sentence, Sentence] }
  | { readonly says: 'not'; readonly part: Sentence };

/** What a sentence comes to. */
export type Truth = 'yes' | 'no' | 'unknown';

const simple = ['cleared', 'exchange', 'scoped', 'public', 'ours', 'broken'] as const;

/** A random sentence; about one in ten is broken somewhere. */
export function randomSentence(tape: Tape, depth = 3): Sentence {
  const form = depth === 0 ? tape.below(2) : tape.below(5);
  if (form === 0) return { says: 'duty', duty: tape.one(duties) };
  if (form === 1) return { says: tape.one(tape.once(10) ? simple : simple.slice(0, 5)) };
  if (form === 2) return { says: 'not', part: randomSentence(tape, depth - 1) };
  return { says: form === 3 ? 'and' : 'or', parts: [randomSentence(tape, depth - 1), randomSentence(tape, depth - 1)] };
}

/** The sentence in the language of `policy/`. */
export function ruleOf(sentence: Sentence): Rule {
  switch (sentence.says) {
    case 'duty':
      return aboutCaller('2.3', ({ duties: held }) => refusedUnless(held.includes(sentence.duty)));
    case 'cleared':
      return aboutCaller('3.1', ({ clearance }) => refusedUnless(clearance));
    case 'exchange':
      return aboutCaller('3.6', ({ institution }) => refusedUnless(institution === 'EXCHANGE'));
    case 'scoped':
      return aboutCaller('2.1', ({ scopes }) => refusedUnless(scopes.includes('read')));
    case 'broken':
      return aboutCaller('9.9', () => {
        throw new Error('a mistake of ours');
      });
    case 'public':
      return aboutDocument('3.1', (_caller, { access }) => access === 'PUBLIC');
    case 'ours':
      return aboutDocument('3.3', (caller, { institution }) => caller.institution === institution);
    case 'and':
      return and(ruleOf(sentence.parts[0]), ruleOf(sentence.parts[1]));
    case 'or':
      return or(ruleOf(sentence.parts[0]), ruleOf(sentence.parts[1]));
    case 'not':
      return not(ruleOf(sentence.part));
  }
}

/**
 * The same sentence by the truth tables of Kleene's three values, on its own way: nothing of `policy/` is asked.
 * A broken rule is taken for what lets nobody pass: false, and true where it stands behind a `not`.
 */
export function truthOf(sentence: Sentence, context: PolicyContext, document: DocumentFacts | null, broken = false): Truth {
  const { caller, scopes } = context;
  if (caller === null) return 'no';
  const of = (part: Sentence): Truth => truthOf(part, context, document, broken);
  switch (sentence.says) {
    case 'duty':
      return truth(caller.duties.includes(sentence.duty));
    case 'cleared':
      return truth(caller.clearance);
    case 'exchange':
      return truth(caller.institution === EXCHANGE);
    case 'scoped':
      return truth(scopes.includes('read'));
    case 'broken':
      return truth(broken);
    case 'public':
      return document === null ? 'unknown' : truth(document.access === 'PUBLIC');
    case 'ours':
      return document === null ? 'unknown' : truth(document.institution === caller.institution);
    case 'and':
      return order[Math.min(...sentence.parts.map((part) => order.indexOf(of(part))))] ?? 'no';
    case 'or':
      return order[Math.max(...sentence.parts.map((part) => order.indexOf(of(part))))] ?? 'no';
    case 'not':
      return order[2 - order.indexOf(truthOf(sentence.part, context, document, !broken))] ?? 'no';
  }
}

/** Whether a sentence has a broken rule in it. */
export const isBroken = (sentence: Sentence): boolean => JSON.stringify(sentence).includes('"broken"');

/** Whether the gateway refuses by a sentence: what is refused whatever the document. */
export const isRefusedAtGateway = (sentence: Sentence, context: PolicyContext): boolean => truthOf(sentence, context, null) === 'no';

/** A random caller, sometimes nobody, with or without the scope `read`. */
export function randomContext(tape: Tape): PolicyContext {
  const scopes = tape.once(2) ? ['read'] : [];
  if (tape.once(8)) return { caller: null, scopes };
  const institution = tape.one(institutions);
  const caller: Caller = { official: parseOfficialId('JUS:o.petrenko'), institution, duties: tape.some(duties), clearance: tape.once(2) };
  return { caller, scopes };
}

/** Random facts of a document. */
export const randomDocument = (tape: Tape): DocumentFacts => ({
  institution: tape.one(institutions),
  status: 'REGISTERED',
  access: tape.one(['PUBLIC', 'INTERNAL', 'RESTRICTED'] as const),
  readers: tape.some(institutions),
});

const institutions = ['JUS', 'FIN', 'EXC'].map((code) => parseInstitutionCode(code));
const order: readonly Truth[] = ['no', 'unknown', 'yes'];
const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no');
const refusedUnless = (holds: boolean): Refusal | null => (holds ? null : new Refusal('DUTY_REQUIRED'));
