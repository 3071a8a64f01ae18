import { firstDisorder } from '@chancery/domain';
import { rowsOf } from '../../kit/rows.ts';

/** A consignment as its recipient has it. */
interface CopyRecord {
  readonly id: string;
  readonly copy: 'PENDING' | 'IN_INBOX' | 'CLOSED';
  readonly state: string;
  readonly incomingNumber: string | null;
  readonly hasBundle: boolean;
  /** The first one, as it was sealed. */
  readonly receipt: string;
}

/** A number of a register, and what has it. */
interface EntryRecord {
  readonly register: string;
  readonly direction: 'INCOMING' | 'OUTGOING';
  readonly position: number;
  readonly lastPosition: number;
  readonly number: string;
  readonly subject: string;
  readonly registeredAt: Date;
}

/** A document that was let go. */
interface ReleaseRecord {
  readonly dispatchId: string;
  readonly documentId: string;
  readonly outcome: 'OPEN' | 'CONFIRMED' | 'VOID';
  /** Those who may still read it by this dispatch. */
  readonly readers: readonly string[];
}

/** What one perimeter's database says. */
export interface PerimeterRecords {
  readonly copies: readonly CopyRecord[];
  readonly entries: readonly EntryRecord[];
  readonly releases: readonly ReleaseRecord[];
}

/** All that a perimeter knows of deliveries. */
export async function perimeterRecords(url: string): Promise<PerimeterRecords> {
  const [copies, entries, releases] = await Promise.all([
    rowsOf<CopyRecord>(
      url,
      'SELECT id, copy, state, incoming_number "incomingNumber", bundle IS NOT NULL "hasBundle", receipt->>\'jws\' receipt FROM consignment ORDER BY id',
    ),
    rowsOf<EntryRecord>(
      url,
      `SELECT concat_ws(' ', institution, direction, year) register, direction, e.position, b.position "lastPosition", number, subject,
              registered_at "registeredAt"
       FROM register_book b LEFT JOIN register_entry e USING (institution, direction, year) ORDER BY 1, 3`,
    ),
    rowsOf<ReleaseRecord>(
      url,
      `SELECT dispatch_id "dispatchId", document_id "documentId", outcome,
              ARRAY(SELECT institution FROM document_reader d WHERE d.dispatch_id = r.dispatch_id ORDER BY 1) readers
       FROM release r ORDER BY 1`,
    ),
  ]);
  return { copies, entries, releases };
}

/** The registers that have a gap, a number twice, a time that goes back, or a book that counts otherwise. */
export function disorderedRegisters({ entries }: PerimeterRecords): readonly string[] {
  const registers = Map.groupBy(entries, ({ register }) => register);
  return [...registers].flatMap(([register, own]) => {
    const at = firstDisorder(own.map(({ position, registeredAt }) => ({ position, registeredAt: registeredAt.getTime() })));
    const isCounted = own.every(({ lastPosition }) => lastPosition === own.length);
    return at === null && isCounted ? [] : [`${register} at ${at}, ${own.length} entries, the book says ${own[0]?.lastPosition}`];
  });
}
