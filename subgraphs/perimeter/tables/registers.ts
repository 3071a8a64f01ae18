import type { InstitutionCode, NumberForm, OfficialId, RegisterDirection } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';

/** A registration as it is entered. */
export interface Registration {
  readonly institution: InstitutionCode;
  readonly direction: RegisterDirection;
  /** The document or consignment. */
  readonly subject: string;
  readonly now: Date;
  readonly official: OfficialId;
  /** §6.4 How the number is written, whatever it will be. */
  readonly form: NumberForm;
}

/**
 * §6.2, §8.2 The next number of a register, as the common table expressions `book` and `entry` (number, registered_at) of the statement
 * that changes the status. The book's row stays locked until the transaction ends, so a failure gives the number back, and nobody
 * gets a later number at an earlier time.
 */
export function nextEntry({ institution, direction, subject, now, official, form }: Registration): Prisma.Sql {
  const year = now.getUTCFullYear();
  return Prisma.sql`
    book AS (
      INSERT INTO register_book AS b (institution, direction, year, position, last_at)
      VALUES (${institution}, ${direction}, ${year}, 1, ${now})
      ON CONFLICT (institution, direction, year)
        DO UPDATE SET position = b.position + 1, last_at = greatest(b.last_at, excluded.last_at)
      RETURNING b.institution, b.direction, b.year, b.position, b.last_at
    ), entry AS (
      INSERT INTO register_entry (institution, direction, year, position, number, subject, registered_at, registered_by)
      SELECT institution, direction, year, position, ${form.before} || lpad(position::text, greatest(${form.digits}::int, length(position::text)), '0') || ${form.after},
             ${subject}, last_at, ${official}
      FROM book
      RETURNING number, registered_at
    )`;
}
