import { circuit } from '../../../kit/circuitOfFile.ts';
import { storedAt } from '../../../kit/storedFiles.ts';

/** Whose files they are, and who has no right to them. */
export const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
export const stranger = { institution: 'FIN', duty: 'CLERK' } as const;

/** Longer than a few pieces of a file at rest. */
export const text = Buffer.from('Annex 1. The court finds as follows.\n'.repeat(10_000));
export const numbered = (n: number): Buffer => Buffer.from(`Annex ${n}, which nobody else has sent.\n`.repeat(50));

/** What lies in the content store of the Ministry of Justice. */
export const stored = (): readonly string[] => storedAt(circuit, 'justice');
