export { withFolderLock } from './folderLock.ts';
export {
  type Databases,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  openDatabases,
  renewSecret,
  startPostgres,
  stopPostgres,
  stopPostgresUnless,
} from './postgres.ts';
export type { Doors } from './roles.ts';
export { removeTemporary, temporaryFolder } from './temporary.ts';
