import type { ProcessName } from '@chancery/circuit';

/**
 * What the role of each service may do in its own database: table by table, and nothing beside it (§14). `schema.*` are the tables of a schema that
 * are not named. Where a right is missing here it must be missing there; a new table needs a line, or is one of `*`.
 */
export const expectedRights = (name: ProcessName): Readonly<Record<string, string>> => ({ ...ofKernel, ...own[name] });

const ofKernel = {
  'kernel.outbox': 'SELECT, INSERT, UPDATE (position)',
  // answers to commands are forgotten after a time (§1.4)
  'kernel.command_request': 'SELECT, INSERT, DELETE',
  'kernel.follow_cursor': 'SELECT, INSERT, UPDATE',
  'kernel._prisma_migrations': 'nothing',
};

/** What was taken out is dropped after a time (§3.14). */
const ofExports = {
  'public.export': 'SELECT, INSERT, UPDATE, DELETE',
  'public.export_page': 'SELECT, INSERT, DELETE',
  'public.export_part': 'SELECT, INSERT, DELETE',
};

const ofPerimeters = {
  'public._prisma_migrations': 'nothing',
  'public.consignment': 'SELECT, INSERT, UPDATE',
  'public.consignment_file': 'SELECT, INSERT, DELETE',
  'public.document': 'SELECT, INSERT, UPDATE',
  'public.document_file': 'SELECT, INSERT, DELETE',
  'public.document_reader': 'SELECT, INSERT, DELETE',
  // of a file nothing changes but under which key of the perimeter its own is kept
  'public.file': 'SELECT, INSERT, DELETE, UPDATE (key_id), UPDATE (place), UPDATE (wrapped_key)',
  'public.notice': 'SELECT, INSERT',
  // a new seal, and keys of officials of the demonstration, overwrite the earlier ones (§5.9)
  'public.next_seal': 'SELECT, INSERT, DELETE',
  'public.official_key': 'SELECT, INSERT, UPDATE',
  'public.register_book': 'SELECT, INSERT, UPDATE',
  'public.register_entry': 'SELECT, INSERT',
  'public.release': 'SELECT, INSERT, UPDATE',
  'public.seal': 'SELECT, INSERT, UPDATE',
  'public.signature': 'SELECT, INSERT',
  'public.upload': 'SELECT, INSERT, DELETE, UPDATE (at)',
  ...ofExports,
};

const own: Readonly<Record<ProcessName, Readonly<Record<string, string>>>> = {
  gateway: {
    'public._prisma_migrations': 'nothing',
    'public.budget_window': 'SELECT, INSERT, UPDATE, DELETE',
  },
  directory: {
    'public._prisma_migrations': 'nothing',
    'public.institution': 'SELECT, INSERT, UPDATE',
    'public.official': 'SELECT, INSERT, UPDATE',
    // of a seal only its end is written later (§5.9)
    'public.seal': 'SELECT, INSERT, UPDATE (in_force_until)',
    // held duties, delegations and proposals are never edited but for how they end (§2.5, §2.6); versions of the regulation not at all (§16.3)
    'public.held_duty': 'SELECT, INSERT, UPDATE (held_to)',
    'public.delegation': 'SELECT, INSERT, UPDATE (held_to)',
    'public.appointment': 'SELECT, INSERT, UPDATE (decided), UPDATE (decided_at), UPDATE (decided_by), UPDATE (note)',
    // a sight in an emergency: who asked, for whom, which document and until when stay as they were (§13)
    'public.break_glass':
      'SELECT, INSERT, UPDATE (confirmed_at), UPDATE (confirmed_by), UPDATE (decided), UPDATE (declined_at), UPDATE (declined_by), UPDATE (ended_at), UPDATE (ended_by), UPDATE (finding), UPDATE (note), UPDATE (reviewed_at), UPDATE (reviewed_by), UPDATE (version)',
    'public.regulation': 'SELECT, INSERT',
    'public.regulation_decision': 'SELECT, INSERT',
    // by which a copy knows that a version is still the same
    'public.versions_given': 'SELECT, INSERT, UPDATE',
    ...ofExports,
  },
  exchange: {
    'public._prisma_migrations': 'nothing',
    'public.attempt': 'SELECT, INSERT, UPDATE',
    'public.consignment': 'SELECT, INSERT, UPDATE',
    'public.dispatch': 'SELECT, INSERT',
    'boss.*': 'SELECT, INSERT, UPDATE, DELETE',
  },
  catalogue: {
    'public._prisma_migrations': 'nothing',
    // what an institution has told is taken back where its feed is read again
    'public.card': 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE',
    'public.card_tally': 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE',
    'public.consignment': 'SELECT, INSERT, UPDATE, TRUNCATE',
    // by which cursors are sealed
    'public.cursor_key': 'SELECT',
    'public.word': 'SELECT, INSERT, UPDATE, TRUNCATE',
    ...ofExports,
  },
  audit: {
    'public._prisma_migrations': 'nothing',
    // evidence
    'public.audit_entry': 'SELECT, INSERT',
    'public.audit_closing': 'SELECT, INSERT',
    'public.entry_document': 'SELECT, INSERT',
    'public.decision': 'SELECT, INSERT',
    'public.decision_attributes': 'SELECT, INSERT',
    'public.ruling': 'SELECT, INSERT',
    // what can be made again from evidence and events
    'public.document_facts': 'SELECT, INSERT, UPDATE',
    'public.open_entry': 'SELECT, INSERT, DELETE',
    ...ofExports,
  },
  justice: ofPerimeters,
  finance: ofPerimeters,
  health: ofPerimeters,
  hosted: ofPerimeters,
  issuer: {
    'public._prisma_migrations': 'nothing',
    'public.entry': 'SELECT, INSERT, UPDATE, DELETE',
    'public.password': 'SELECT, INSERT, UPDATE',
    'public.vain_attempt': 'SELECT, INSERT, UPDATE, DELETE',
  },
};

/** What no service may do in its own database, whatever it is: each statement is tried, and refused. */
export const refusedToAll: readonly string[] = [
  'CREATE TABLE public.mine (id int)',
  'CREATE TABLE kernel.mine (id int)',
  'CREATE TEMP TABLE mine (id int)',
  'CREATE SCHEMA mine',
  'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'CREATE EXTENSION file_fdw',
  'CREATE ROLE mine',
  'ALTER ROLE CURRENT_USER SUPERUSER',
  'SET ROLE postgres',
  'SET session_replication_role = replica',
  'DROP TABLE kernel.outbox',
  'ALTER TABLE kernel.outbox ADD COLUMN mine int',
  'ALTER TABLE kernel.outbox DISABLE TRIGGER ALL',
  'CREATE INDEX mine ON kernel.outbox (at)',
  'TRUNCATE kernel.outbox',
  'DELETE FROM kernel.outbox',
  "UPDATE kernel.outbox SET payload = '{}'",
  'UPDATE kernel.command_request SET answered_at = now()',
  'SELECT FROM kernel._prisma_migrations',
  'SELECT FROM pg_authid',
  "SELECT pg_read_file('postgresql.conf')",
  "COPY (SELECT 1) TO PROGRAM 'cat'",
  "COPY (SELECT 1) TO '/tmp/mine'",
  'SELECT pg_reload_conf()',
];

/** What the audit service may not do with evidence (§10.5). */
export const refusedToAudit: readonly string[] = ['audit_entry', 'audit_closing', 'entry_document', 'decision'].flatMap((table) => [
  `UPDATE ${table} SET at = now()`,
  `DELETE FROM ${table}`,
  `TRUNCATE ${table}`,
  `DROP TABLE ${table}`,
  `DROP TRIGGER ${table}_stays ON ${table}`,
  `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
]);
