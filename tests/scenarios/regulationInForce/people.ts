import type { OfficialSeed } from '@chancery/circuit';
import type { Who } from '../../kit/who.ts';

export const operator: Who = { institution: 'EXC', duty: 'OPERATOR' };
export const officer: Who = { institution: 'EXC', duty: 'SECURITY_OFFICER' };
export const auditor: Who = { institution: 'EXC', duty: 'AUDITOR' };
export const clerk: Who = { institution: 'JUS', duty: 'CLERK' };
export const signatory: Who = { institution: 'JUS', duty: 'SIGNATORY' };
export const registrar: Who = { institution: 'JUS', duty: 'REGISTRAR' };
export const payer: Who = { institution: 'FIN', duty: 'SIGNATORY' };
export const bookkeeper: Who = { institution: 'FIN', duty: 'REGISTRAR' };
export const secondPayer = 'FIN:o.second';
/** Drafts, submits and signs: nobody's four eyes. */
export const jack = 'JUS:j.jack';

/** Whom the seeds of a circuit do not have. */
export const others: readonly OfficialSeed[] = [
  { id: secondPayer, name: 'Olha Second', institution: 'FIN', clearance: true, duties: ['SIGNATORY'] },
  { id: jack, name: 'Jack Ofall', institution: 'JUS', clearance: true, duties: ['CLERK', 'SIGNATORY'] },
];
