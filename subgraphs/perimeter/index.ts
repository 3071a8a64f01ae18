/** An institution's process is run as any service's; it needs no other floor than this one. */
export { runService } from '@chancery/kernel';
export { openPerimeter, type PerimeterDatabase } from './database.ts';
export { defineInstitution, type InstitutionDeclaration } from './defineInstitution.ts';
export type { KindDeclaration } from './kinds.ts';
