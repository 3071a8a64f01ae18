import type { BreakGlassId, DocumentId, Duty, InstitutionCode, OfficialId, RegulationInForce } from '@chancery/domain';
import type { JWK } from 'jose';

/** An institution as the directory hands it to the copies. */
export interface InstitutionEntry {
  readonly code: InstitutionCode;
  readonly name: string;
  /** The service that answers for it: its own, or `hosted`. */
  readonly server: string;
  /** Its seals as its perimeter has announced them, in the order of their beginnings: none until the first is needed. */
  readonly seals: readonly SealEntry[];
  /** Takes part no more. */
  readonly left?: true;
}

/** The public half of an institution's seal (ECDSA P-256), and the time for which it is in force (§5.9). */
export interface SealEntry {
  readonly key: JWK;
  /** Moments as RFC 3339 writes them, by the clock of the institution's perimeter. */
  readonly from: string;
  /** None while nobody has ended it. */
  readonly until: string | null;
}

/** A duty held in an institution for a time: from its first moment until before its last. */
export interface HeldDuty {
  readonly duty: Duty;
  readonly institution: InstitutionCode;
  /** Moments as RFC 3339 writes them. */
  readonly from: string;
  readonly to: string | null;
  /** Whose duty it is, where it is held by delegation (§2.5): it counts only while that official holds it. */
  readonly delegatedBy?: OfficialId;
}

/** An official as the directory hands it to the copies. */
export interface OfficialEntry {
  readonly id: OfficialId;
  readonly name: string;
  readonly institution: InstitutionCode;
  /** May know of RESTRICTED documents that concern the institution; for which others it counts `hasClearance` says (§2.5.2). */
  readonly clearance: boolean;
  readonly duties: readonly HeldDuty[];
  /** Acts no more; the name stays for what was done. */
  readonly dismissed?: true;
}

/** A sight under break-glass as the directory hands it to the copies, from its confirmation on. §13 */
export interface SightEntry {
  readonly id: BreakGlassId;
  readonly documentId: DocumentId;
  /** Whose sight it is. */
  readonly official: OfficialId;
  readonly askedBy: OfficialId;
  readonly confirmedBy: OfficialId;
  /** Moments as RFC 3339 writes them. */
  readonly confirmedAt: string;
  readonly endsAt: string;
  /** When it was ended by word. */
  readonly endedAt: string | null;
}

/** What has changed in the directory after a version, in the order of the changes. */
export interface DirectoryChanges {
  /** The version to ask after next. */
  readonly version: number;
  /** Under which word that version was given: to be said with it. Null where there is none. */
  readonly word?: string | null;
  /** Whether there is more at once. */
  readonly more: boolean;
  readonly institutions: readonly InstitutionEntry[];
  readonly officials: readonly OfficialEntry[];
  /** Versions of the regulation that were confirmed. */
  readonly regulations: readonly RegulationInForce[];
  /** Sights under break-glass that were opened, or ended by word. */
  readonly sights: readonly SightEntry[];
}
