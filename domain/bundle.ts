import type { Duty } from './caller.ts';
import { canonical, type Json } from './canonical.ts';
import type { AccessMark } from './document.ts';
import type { FileEntry } from './file.ts';
import type { DocumentId, InstitutionCode, Kind, OfficialId } from './ids.ts';

/** What an official signs: the card as it is before registration, the content (§5.1), and which files it carries (§5.10). */
export interface SignedPart {
  readonly documentId: DocumentId;
  readonly institution: InstitutionCode;
  readonly kind: Kind;
  readonly version: number;
  readonly title: string;
  readonly abstract: string | null;
  readonly access: AccessMark;
  /** A day: `2026-03-01`. */
  readonly documentDate: string;
  /** A moment as RFC 3339 writes it, or none. */
  readonly dueAt: string | null;
  readonly content: { readonly [field: string]: Json };
  /** In the order of their names; left out where there are none, so that such a document is the same text as before there were files. */
  readonly files?: readonly FileEntry[];
}

/** The text whose SHA-256 is a document's digest. */
export const signedText = (part: SignedPart): string => canonical(part as unknown as Json);

/** An official's signature over a document's digest (§5.1). */
export interface SignatureRecord {
  readonly official: OfficialId;
  readonly name: string;
  readonly duty: Duty;
  /** A moment as RFC 3339 writes it. */
  readonly signedAt: string;
  /** SHA-256 of `signedText`, in hexadecimal. */
  readonly digest: string;
  /** ECDSA P-256 over `signatureText`, in base64url (IEEE P1363). */
  readonly value: string;
  /** The institution's sealed word that the key is the official's: a JWS (RFC 7515) with `sub` and `cnf.jwk` (RFC 7800). */
  readonly endorsement: string;
}

/** What the key of an official really signs: the digest with who, in which duty and when. */
export const signatureText = (signature: Omit<SignatureRecord, 'value' | 'endorsement'>): string =>
  canonical({
    official: signature.official,
    name: signature.name,
    duty: signature.duty,
    signedAt: signature.signedAt,
    digest: signature.digest,
  });

/** What leaves the author's perimeter and reaches the recipients: the signed part, the signatures, the registration (§7.6). */
export interface Bundle {
  readonly signed: SignedPart;
  readonly signatures: readonly SignatureRecord[];
  readonly outgoingNumber: string;
  /** A moment as RFC 3339 writes it. */
  readonly registeredAt: string;
}

/** What a recipient institution seals when it has received a bundle (§7.8). */
export interface ReceiptClaims {
  readonly consignmentId: string;
  readonly dispatchId: string;
  readonly documentId: string;
  readonly institution: InstitutionCode;
  /** SHA-256 of the canonical signed part, in hexadecimal. */
  readonly digest: string;
  /** A moment as RFC 3339 writes it. */
  readonly receivedAt: string;
}
