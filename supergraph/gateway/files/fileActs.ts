import { type ExportOwner, type ExportService, isExportService } from '@chancery/domain';

/** What is done with a file: how it is called on record, and which fields of the graph ask for the same right. */
export interface FileAct {
  readonly name: string;
  readonly kind: 'query' | 'mutation';
  readonly reach: { readonly fields: readonly string[]; readonly isTakenWrong: false };
}

/** Gives bytes to a file of a draft. */
export const uploading: FileAct = { name: 'uploadFile', kind: 'mutation', reach: { fields: ['Mutation.attachFile'], isTakenWrong: false } };

/** Takes the bytes of a document's file. */
export const downloading: FileAct = {
  name: 'downloadFile',
  kind: 'query',
  reach: { fields: ['Document.files', 'Query.document'], isTakenWrong: false },
};

/** Exports are asked for by who may ask how they stand: of whose lists, decides which field that is. */
const fetchedBy = (field: string): FileAct => ({ name: 'downloadExport', kind: 'query', reach: { fields: [field], isTakenWrong: false } });
const ofServices: Readonly<Record<ExportService, FileAct>> = {
  catalogue: fetchedBy('Query.export'),
  audit: fetchedBy('Query.auditExport'),
  directory: fetchedBy('Query.directoryExport'),
};
const ofPerimeters = fetchedBy('Query.perimeterExport');

/** Fetching an export of such an owner. */
export const fetchingExport = (owner: ExportOwner): FileAct => (isExportService(owner) ? ofServices[owner] : ofPerimeters);
