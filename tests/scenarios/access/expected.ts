/**
 * Who sees what, written down from docs/regulation §3 by hand. A consignment was delivered of each document that is registered or filed.
 *
 * K  the card, by `document`                   S  the `consignment`
 * T  the text: its content                     W  where it went: `Document.consignments`
 * L  in the list `documents`, and counted      A  what was done with it: `Document.auditEntries`
 * I  in the `inbox`, and counted               N  in a number of `exchangeStatistics`
 *
 * §3.1 makes the first three columns, §3.2 S, W and N, §3.4 I, §10.4 A, and §3.6 those of the exchange's analyst.
 */
const expected = `
                       author             recipient          third              neighbour          analyst of EXC
                       cleared  not       cleared  not       cleared  not       cleared  not       cleared  not
PUBLIC      DRAFT      KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
PUBLIC      SIGNED     KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
PUBLIC      REGISTERED KTL-SWAN KTL-SWAN  KTLISWAN KTLISWAN  KTL---A- KTL---A-  KTL---A- KTL---A-  KTL---AN KTL---AN
PUBLIC      FILED      KTL-SWAN KTL-SWAN  KTLISWAN KTLISWAN  KTL---A- KTL---A-  KTL---A- KTL---A-  KTL---AN KTL---AN

INTERNAL    DRAFT      KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
INTERNAL    SIGNED     KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
INTERNAL    REGISTERED KTL-SWAN KTL-SWAN  KTLISWAN KTLISWAN  -------- --------  -------- --------  K-L----N K-L----N
INTERNAL    FILED      KTL-SWAN KTL-SWAN  KTLISWAN KTLISWAN  -------- --------  -------- --------  K-L----N K-L----N

RESTRICTED  DRAFT      KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
RESTRICTED  SIGNED     KTL---A- KTL---A-  -------- --------  -------- --------  -------- --------  -------- --------
RESTRICTED  REGISTERED KTL-SWAN --------  KTLISWAN --------  -------- --------  -------- --------  -------- --------
RESTRICTED  FILED      KTL-SWAN --------  KTLISWAN --------  -------- --------  -------- --------  -------- --------
`;

const relations = ['author', 'recipient', 'third', 'neighbour', 'analyst of EXC'] as const;

/** How somebody stands to a document. */
export type Relation = (typeof relations)[number];

/** What a caller sees of each document, by `PUBLIC DRAFT` and the like. */
export type Sight = Readonly<Record<string, string>>;

/** The columns of the table: what each caller is to see. */
export const expectedSights: readonly { readonly relation: Relation; readonly cleared: boolean; readonly sight: Sight }[] =
  relations.flatMap((relation, index) =>
    [true, false].map((cleared) => ({
      relation,
      cleared,
      sight: Object.fromEntries(
        rows().map(([access, status, ...cells]) => [`${access} ${status}`, cells[index * 2 + (cleared ? 0 : 1)] ?? 'no such column']),
      ),
    })),
  );

function rows(): readonly (readonly string[])[] {
  return expected
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => line.split(/ +/));
}
