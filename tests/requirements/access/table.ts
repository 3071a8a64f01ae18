import { duties } from '@chancery/domain';
import { type Caller, callersOf, commandQuestions, type Question, readQuestions, relations } from './cells.ts';
import { verdictOf } from './reading.ts';

/**
 * The matrix as a table that any spreadsheet opens: a row for each operation, state, mark, relation and clearance, a column for each
 * duty. A cell says `yes` with the clauses that allow it together, or `no` with the one that refuses;
 * `nobody`, where no official can stand so to the document.
 */
export function matrixTable(): string {
  const head = ['operation', 'state', 'access', 'relation', 'clearance', ...duties].join(',');
  const rows = [...readQuestions, ...commandQuestions].flatMap((question) => relations.flatMap((relation) => rowsOf(question, relation)));
  return `${[head, ...rows].join('\n')}\n`;
}

/** One row for both where clearance makes no difference. */
function rowsOf(question: Question, relation: Caller['relation']): readonly string[] {
  const { operation, state, access } = question;
  const row = (clearance: string, cells: string) => [operation, state, access, relation, clearance, cells].join(',');
  const [cleared = '', not = ''] = [true, false].map((clearance) => cellsOf(question, relation, clearance));
  return cleared === not ? [row('any', cleared)] : [row('yes', cleared), row('no', not)];
}

const cellsOf = (question: Question, relation: Caller['relation'], cleared: boolean): string =>
  duties
    .map((duty) =>
      cellOf(
        question,
        callersOf(relation).find((caller) => caller.duty === duty && caller.cleared === cleared),
      ),
    )
    .join(',');

function cellOf(question: Question, caller: Caller | undefined): string {
  if (caller === undefined) return 'nobody 2.6.2';
  const { may, clauses } = verdictOf({ ...question, ...caller });
  return `${may ? 'yes' : 'no'} ${clauses.join(' ')}`;
}
