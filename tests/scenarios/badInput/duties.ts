import type { OfficialSeed } from '@chancery/circuit';
import { type Duty, duties } from '@chancery/domain';
import { type BadCase, command, who } from './badCase.ts';
import { soundCommands } from './soundCommands.ts';

/** §2.3 The clause that gives the right to a command, and the duties that it names; any official has some rights (§2.2). */
function rightTo(name: string): { readonly clause: string; readonly duties: readonly Duty[] | 'ANY' } {
  if (/^(draft|revise|submit|attach|detach)/.test(name)) return { clause: '2.3.1', duties: ['CLERK'] };
  if (/^(approve|return|sign)Document$|^issueResolution$/.test(name)) return { clause: '2.3.2', duties: ['SIGNATORY'] };
  if (name === 'reportExecution') return { clause: '2.3.4', duties: ['EXECUTOR'] };
  if (name === 'delegateDuty')
    return { clause: '2.5.1', duties: duties.filter((duty) => !['AUDITOR', 'SECURITY_OFFICER', 'OPERATOR'].includes(duty)) };
  if (/DirectoryExport$/.test(name)) return { clause: '2.2', duties: 'ANY' };
  if (/AuditExport$/.test(name)) return { clause: '2.3.6', duties: ['AUDITOR'] };
  if (/Export$/.test(name)) return { clause: '2.3.5', duties: duties.filter((duty) => !['OPERATOR', 'SECURITY_OFFICER'].includes(duty)) };
  if (name === 'endDelegation') return { clause: '2.5.3', duties };
  if (name === 'endBreakGlass') return { clause: '13.3', duties: ['SECURITY_OFFICER'] };
  if (name === 'reviewBreakGlass') return { clause: '13.4', duties: ['SECURITY_OFFICER', 'AUDITOR'] };
  if (/BreakGlass$/.test(name)) return { clause: '13.1', duties: ['SECURITY_OFFICER'] };
  if (name === 'proposeRegulation') return { clause: '16.2.1', duties: ['OPERATOR'] };
  if (/Regulation$/.test(name)) return { clause: '16.2.2', duties: ['OPERATOR', 'SECURITY_OFFICER'] };
  if (/Official$|Duty$|Clearance$|Appointment$/.test(name)) return { clause: '2.6.1', duties: ['SECURITY_OFFICER'] };
  return { clause: '2.3.3', duties: ['REGISTRAR'] };
}

const institutions = ['JUS', 'FIN', 'MOH', 'NAR', 'EXC'];
const idOf = (institution: string, duty: Duty): string => `${institution}:only.${duty.toLowerCase().replace('_', '-')}`;

/** Officials who hold one duty each, and one who holds none: the seeds lack some of them. */
export const dutyHolders: readonly OfficialSeed[] = institutions.flatMap((institution) => [
  ...duties.map((duty) => ({ id: idOf(institution, duty), name: `Only ${duty}`, institution, clearance: true, duties: [duty] })),
  { id: `${institution}:no.duty`, name: 'No duty', institution, clearance: true, duties: [] },
  { id: `${institution}:o.other`, name: 'Other executor', institution, clearance: true, duties: ['EXECUTOR'] as const },
]);

/** Every command, by everybody who has not the duty for it. */
export const missingDuties: readonly BadCase[] = soundCommands.flatMap(({ name, as, input }) => {
  const { clause, duties: naming } = rightTo(name);
  if (naming === 'ANY') return [];
  const institution = typeof as === 'string' || as === null ? '' : as.institution;
  const others = [...duties.filter((other) => !naming.includes(other)).map((other) => idOf(institution, other)), `${institution}:no.duty`];
  return others.map((official) => command(name, input, { says: `${name} by ${official}`, as: official, code: 'DUTY_REQUIRED', clause }));
});

/** Two commands in one operation, of which the caller may give one: neither is carried out (§2.3). */
export const halfAllowed: readonly BadCase[] = (['registerDocument signDocument', 'signDocument registerDocument'] as const).map(
  (names) => {
    const [first = '', second = ''] = names.split(' ');
    return {
      says: `${first} and ${second} by a registrar`,
      as: who('JUS', 'REGISTRAR'),
      query: `mutation Bad($id: ID!) { ${first}(input: { documentId: $id }) { __typename } ${second}(input: { documentId: $id }) { __typename } }`,
      variables: ({ documents }) => ({ id: documents.SIGNED }),
      code: 'DUTY_REQUIRED',
      clause: '2.3.2',
    };
  },
);

const questions: Readonly<Record<string, string>> = {
  document: 'query Bad($id: ID!) { document(id: $id) { title } }',
  documents: '{ documents { totalCount } }',
  exports: '{ exports { edges { cursor } } }',
  inbox: '{ inbox(institution: "JUS") { totalCount } }',
  notices: '{ notices(institution: "JUS") { edges { cursor } } }',
  perimeterExports: '{ perimeterExports(institution: "JUS") { edges { cursor } } }',
  consignment: 'query Bad($consignment: ID!) { consignment(id: $consignment) { state } }',
  exchangeStatistics: '{ exchangeStatistics(groupBy: [YEAR]) { count } }',
};

/**
 * Every question about documents, by those who may not read (§2.3.5), and the audit trail, by those who may not audit (§2.3.6),
 * and what waits for a security officer, by those who are none (§2.6.1).
 */
export const missingReadingDuties: readonly BadCase[] = [
  ...Object.entries(questions).flatMap(([field, query]) =>
    ['JUS:only.operator', 'JUS:only.security-officer', 'JUS:no.duty'].map((as) => ({
      says: `${field} by ${as}`,
      as,
      query,
      variables: ({ documents, consignments }: Parameters<BadCase['variables']>[0]) => ({
        id: documents.REGISTERED,
        consignment: consignments.REGISTERED,
      }),
      code: 'DUTY_REQUIRED' as const,
      clause: '2.3.5',
    })),
  ),
  ...duties
    .filter((duty) => duty !== 'AUDITOR')
    .map((duty) => ({
      says: `auditEntries by ${idOf('JUS', duty)}`,
      as: idOf('JUS', duty),
      query: '{ auditEntries { totalCount } }',
      variables: () => ({}),
      code: 'DUTY_REQUIRED' as const,
      clause: '2.3.6',
    })),
  ...duties
    .filter((duty) => duty !== 'SECURITY_OFFICER')
    .map((duty) => ({
      says: `appointments by ${idOf('JUS', duty)}`,
      as: idOf('JUS', duty),
      query: '{ appointments { totalCount } }',
      variables: () => ({}),
      code: 'DUTY_REQUIRED' as const,
      clause: '2.6.1',
    })),
];
