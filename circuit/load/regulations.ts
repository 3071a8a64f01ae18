import { join } from 'node:path';
import { textLimits } from '@chancery/domain';
import { mended } from '../replay/registerRow.ts';
import { hostedInstitution, type LoadedDocument, type LoadSource } from './loaded.ts';
import { cut, dayOf, orNone, rowsOf, tableOf } from './readFiles.ts';

/** The rules and proposed rules of all agencies. */
export const RULES = 'documents.csv.gz';

/** Below it some of the numbers that several agencies name are mis-keyed. */
const LEAST_SIMILARITY = 0.6;

const columns = [
  ...['documentId', 'agencyId', 'documentType', 'subtype', 'frDocNum', 'docketId'],
  ...['postedDate', 'commentStartDate', 'commentEndDate', 'title'],
];

interface RuleRow {
  readonly documentId: string;
  readonly agencyId: string;
  readonly documentType: string;
  readonly subtype: string;
  readonly frDocNum: string;
  readonly docketId: string;
  readonly postedDate: string;
  readonly commentStartDate: string;
  readonly commentEndDate: string;
  readonly title: string;
}

interface JointRow {
  readonly agencyIds: string;
  readonly documentIds: string;
  readonly title_similarity: string;
}

/** Reads the rules of a folder; what several agencies have filed under one number is one document of all of them. */
export async function readRules(folder: string): Promise<LoadSource> {
  const joint = jointDocuments(rowsOf<JointRow>(join(folder, 'joint_documents.csv'), ['agencyIds', 'documentIds', 'title_similarity']));
  const map = rowsOf<{ agencyId: string; name: string }>(join(folder, 'agency_map.csv'), ['agencyId', 'name']);
  const names = new Map(map.map((row) => [row.agencyId, row.name]));
  const documents: LoadedDocument[] = [];
  const agencies = new Set<string>();
  for await (const { at, row } of tableOf<RuleRow>(join(folder, RULES), columns)) {
    agencies.add(row.agencyId);
    if (joint.others.has(row.documentId)) continue;
    documents.push({ at, institution: row.agencyId, document: ruleOf(row, joint.institutionsOf.get(row.documentId) ?? []) });
  }
  const institutions = [...agencies].map((code) => hostedInstitution(code, orNone(names.get(code)) ?? code));
  const remarks = [
    `${joint.institutionsOf.size} documents are of several agencies; ${joint.others.size} rows more are the same documents.`,
  ];
  return { name: 'regulations.gov', institutions, documents, remarks };
}

const kinds: Readonly<Record<string, string>> = { Rule: 'AgencyRule', 'Proposed Rule': 'ProposedRule' };

const ruleOf = (row: RuleRow, jointInstitutions: readonly string[]): LoadedDocument['document'] => ({
  kind: kinds[row.documentType] ?? 'AgencyNotice',
  reference: row.documentId,
  title: cut(mended(row.title), textLimits.title),
  documentDate: row.postedDate.slice(0, 10),
  declaredNumber: orNone(row.frDocNum) ?? row.documentId,
  caseFile: orNone(row.docketId),
  jointInstitutions,
  content: {
    reference: row.documentId,
    docket: orNone(row.docketId),
    subtype: orNone(row.subtype),
    commentsFrom: dayOf(row.commentStartDate),
    commentsUntil: dayOf(row.commentEndDate),
    language: 'en',
  },
});

interface JointDocuments {
  /** By the first document of each: who else has issued it. */
  readonly institutionsOf: ReadonlyMap<string, readonly string[]>;
  /** The same document again, as the others have filed it. */
  readonly others: ReadonlySet<string>;
}

function jointDocuments(rows: readonly JointRow[]): JointDocuments {
  const institutionsOf = new Map<string, readonly string[]>();
  const others = new Set<string>();
  for (const row of rows.filter(({ title_similarity }) => Number(title_similarity) >= LEAST_SIMILARITY)) {
    const [first = '', ...again] = row.documentIds.split(';');
    institutionsOf.set(first, row.agencyIds.split(';'));
    for (const id of again) others.add(id);
  }
  return { institutionsOf, others };
}
