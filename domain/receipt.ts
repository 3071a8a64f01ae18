import type { ReceiptClaims } from './bundle.ts';

/** The recipient's proof of delivery as it goes to the exchange (§7.8): what was received, and the same under the institution's seal. */
export interface SealedReceipt {
  readonly claims: ReceiptClaims;
  /** The claims as a compact JWS (RFC 7515): ES256, `typ` `receipt+jwt`, `kid` the institution's code. */
  readonly jws: string;
}
