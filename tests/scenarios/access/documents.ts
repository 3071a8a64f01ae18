import { fileDocument } from '@chancery/circuit';
import { type AccessMark, accessMarks } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { delivered, drafted, signed, type Walk } from '../../kit/walks.ts';

/** Who stands how to the documents of one matrix. */
export interface Parties {
  readonly author: string;
  readonly recipient: string;
  readonly third: string;
  /** Lives on the same server as an institution that is concerned. */
  readonly neighbour: string;
  /** Documents of the matrix have dates of this year and the eleven after it, one each: so they can be told apart in a statistic. */
  readonly firstYear: number;
}

/** A hosted author with a neighbour, and a hosted recipient with a neighbour. */
export const casts: readonly Parties[] = [
  { author: 'NAR', recipient: 'FIN', third: 'MOH', neighbour: 'STA', firstYear: 2001 },
  { author: 'JUS', recipient: 'NAR', third: 'FIN', neighbour: 'STA', firstYear: 2013 },
];

/** A document of the matrix. */
export interface Subject {
  /** `PUBLIC DRAFT`. */
  readonly row: string;
  readonly id: string;
  readonly consignmentId: string | null;
  readonly year: number;
}

/** What its content says, where it can be read. */
export const secret = 'What only some may read.';

const statuses = ['DRAFT', 'SIGNED', 'REGISTERED', 'FILED'] as const;

/** One document of each access mark in each status; of those that are registered a consignment was delivered. */
export function writeDocuments(circuit: TestCircuit, parties: Parties): Promise<readonly Subject[]> {
  const rows = accessMarks.flatMap((access) => statuses.map((status) => [access, status] as const));
  return Promise.all(
    rows.map(async ([access, status], index) => {
      const year = parties.firstYear + index;
      return { row: `${access} ${status}`, year, ...(await write(circuit, walkOf(parties, access, year), status)) };
    }),
  );
}

/** A letter of a hosted institution, or an opinion of the Ministry of Justice, that holds the secret. */
export function walkOf({ author, recipient }: Pick<Parties, 'author' | 'recipient'>, access: AccessMark, year: number): Walk {
  const [kind, field] = author === 'JUS' ? ['LegalOpinion', 'question'] : ['OfficialLetter', 'body'];
  return { institution: author, kind, to: recipient, facts: { access, documentDate: `${year}-05-05`, [field]: secret } };
}

async function write(circuit: TestCircuit, walk: Walk, status: (typeof statuses)[number]): Promise<Pick<Subject, 'id' | 'consignmentId'>> {
  const desk = circuit.desk();
  if (status === 'DRAFT') return { ...(await drafted(desk, walk)), consignmentId: null };
  if (status === 'SIGNED') return { ...(await signed(desk, walk)), consignmentId: null };
  const { id, institution, sent } = await delivered(desk, walk);
  if (status === 'FILED') await fileDocument(desk, institution, id, '04-12');
  return { id, consignmentId: sent.id };
}
