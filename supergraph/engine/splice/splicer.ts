import { unusual } from '../answer/leaves.ts';
import type { Step, Variables } from '../steps/step.ts';
import { Asked } from './asked.ts';
import { type SendBytes, Sheets } from './sheets.ts';
import type { Splicing } from './splicing.ts';
import { type Legend, Tape } from './tape.ts';
import { TapeWriter } from './tapeWriter.ts';

/** What splicing asks of its surroundings. */
interface SplicingOffice {
  readonly send: SendBytes;
  /** Hears of each document that is asked for by its id. */
  readonly note: (documentId: string) => void;
}

/**
 * Answers an operation out of the bytes that servers answer, without making objects of them: what goes out, `{"data":…}`, is copied from what came in.
 * Throws where anything is not as the graph and the plan say, or not as JSON.stringify would write it: `unusual`, or what was thrown for a call.
 * Somebody else then has to find out what becomes of it.
 */
export type Splicer = (variables: Variables, office: SplicingOffice) => Promise<Buffer>;

/** What an operation is compiled into, so that its answers are spliced. */
export interface SplicerParts {
  /** Asks for all that the plan asks for, and reads it onto the tape. */
  readonly step: Step<Splicing>;
  /** How many runs of fields each fetch gives to an object. */
  readonly runs: readonly number[];
  /** Writes the root on the tape, once all has come. */
  readonly begin: (tape: Tape) => void;
  readonly legend: Legend;
}

/** How long an answer may become before anybody has seen one, in bytes. */
const FIRST = 512;

/** Each answer is expected to be about as long as the one before. */
export function splicerOf({ step, runs, begin, legend }: SplicerParts): Splicer {
  let expected = FIRST;
  return async (variables, { send, note }) => {
    const tape = new Tape(runs.map((each) => new Asked(each)));
    await step({ tape, sheets: new Sheets(send, variables), variables, send, note });
    // Of an entity that nobody was asked about nothing stands on the tape.
    if (tape.asked.some((each) => each.isOpen)) throw unusual;
    const from = tape.size;
    begin(tape);
    const written = new TapeWriter(tape, legend, expected).write(from, tape.size);
    tape.giveBack();
    expected = Math.ceil(written.length * 1.1) + FIRST;
    return written;
  };
}
