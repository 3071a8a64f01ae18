export type { Asked, Cell, Column, ExportableList, Row, RowPage } from './exportableList.ts';
export { type Exporting, listNamed } from './exporting.ts';
export type { ExportFormat } from './exportRow.ts';
export { exportSettingsIn } from './exportSettings.ts';
export { Exports } from './exports.ts';
export { type OneOfLists, orderOf } from './orderOf.ts';
export type { ExportsArguments } from './ownExports.ts';
export { momentsOf, type PagedList, type Place, pagedList, placeIn } from './pagedList.ts';
export type { ExportOrder } from './startExport.ts';
