import { Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import { isAway } from '../cards/serve.ts';
import { serveLetter } from '../cards/serveLetter.ts';
import { institutionIn } from '../entities/namedIn.ts';
import { type Run, tell } from '../steps/step.ts';
import { aloneCall, joinedCall } from './entityCalls.ts';
import { Envelopes } from './envelopes.ts';
import { Letter, type LetterPaper } from './letter.ts';
import type { Call, SubgraphAnswer } from './wire.ts';

/** What the post of one operation goes by. */
export interface PostOffice {
  /** Throws for a server that gives no whole answer. */
  readonly send: (server: string, call: Call) => Promise<SubgraphAnswer>;
  /** From now on `send` throws this for the server, without a call. */
  readonly leave: (server: string, error: Unreachable) => void;
  /** The error that stands for a part that did not come. */
  readonly missing: Missing;
  readonly note: (documentId: string) => void;
}

type Missing = (error: unknown, path: readonly (string | number)[], institution: string | null) => GraphQLFormattedError;

/** Carries one operation's questions to servers: what goes to the same one in the same tick goes in one call. */
export class Post {
  readonly office: PostOffice;
  readonly #envelopes = new Envelopes<Letter>();

  constructor(office: PostOffice) {
    this.office = office;
  }

  /** The letter with this question to this server that has not gone yet, or a new one; `answered` once all of it has been delivered. */
  letterTo(server: string, run: Run, paper: LetterPaper): { readonly letter: Letter; readonly answered: Promise<void> } {
    const { asked, answered } = this.#envelopes.to(server, (letters) => this.#carry(server, letters, run));
    const { name } = paper.question;
    const known = asked.get(name);
    if (known !== undefined) return { letter: known, answered };
    const letter = new Letter(paper);
    asked.set(name, letter);
    if (letter.isKept()) run.recall.keep({ server, letter, answered });
    return { letter, answered };
  }

  async #carry(server: string, letters: readonly Letter[], run: Run): Promise<void> {
    for (const letter of letters) letter.hasGone = true;
    const [first, ...others] = letters;
    if (first === undefined) return;
    if (others.length === 0) return this.#carryAlone(server, first, run);
    let answer: SubgraphAnswer;
    try {
      answer = await this.office.send(server, joinedCall(letters, run.variables));
    } catch (error) {
      await Promise.all(letters.map((letter) => this.#miss(server, letter, error, run)));
      return;
    }
    // Where one question has spoilt the answers to the others, each is asked alone: they are reads.
    if (answer.data == null) await Promise.all(letters.map((letter) => this.#carryAlone(server, letter, run)));
    else await Promise.all(letters.map((letter, i) => this.#takeOne(server, letter, `e${i}`, answerTo(i, letters.length, answer), run)));
  }

  /** What is wrong with one is none of the others' loss. */
  async #takeOne(server: string, letter: Letter, responseName: string, answer: SubgraphAnswer, run: Run): Promise<void> {
    try {
      await this.#take(server, letter, responseName, answer, run);
    } catch (error) {
      await this.#miss(server, letter, error, run);
    }
  }

  async #carryAlone(server: string, letter: Letter, run: Run): Promise<void> {
    try {
      const answer = await this.office.send(server, aloneCall(letter, run.variables));
      await this.#take(server, letter, letter.question.responseName, answer, run);
    } catch (error) {
      await this.#miss(server, letter, error, run);
    }
  }

  #take(server: string, letter: Letter, responseName: string, { data, errors = [] }: SubgraphAnswer, run: Run): Promise<void> | undefined {
    const fault = data?.[responseName] == null && errors.length > 0 ? null : letter.deliver(data?.[responseName]);
    const placed = errors.map((error) => (error.path?.[0] === responseName ? error : withoutPlace(error)));
    if (placed.length > 0) tell(run, letter.placed(run.data, placed));
    if (fault === null) letter.close(placed.length === 0);
    return fault === null ? undefined : this.#miss(server, letter, new Unreachable(server, 'no sense', fault), run);
  }

  /** One error for each entity that has not come; the institution that it belongs to stands in its id. */
  #miss(server: string, letter: Letter, error: unknown, run: Run): Promise<void> | undefined {
    letter.close(false);
    if (letter.serve !== null && isAway(error)) return serveLetter({ server, letter, error }, letter.serve, run);
    const institutionOf = letter.isOfInstitutions ? institutionIn : () => null;
    const errors = letter.representations.map((text, i) => this.office.missing(error, ['_entities', i], institutionOf(text)));
    tell(run, letter.placed(run.data, errors));
    return undefined;
  }
}

/** What one question of a joined call has been answered: without the errors that are another one's. */
function answerTo(i: number, questions: number, answer: SubgraphAnswer): SubgraphAnswer {
  if (answer.errors === undefined) return answer;
  const others = new Set<unknown>(Array.from({ length: questions }, (_each, at) => `e${at}`));
  others.delete(`e${i}`);
  return { ...answer, errors: answer.errors.filter(({ path }) => !others.has(path?.[0])) };
}

/** What names nothing that was asked is told of all that was: nothing goes wrong without a word. */
const withoutPlace = ({ path: _, ...error }: GraphQLFormattedError): GraphQLFormattedError => error;
