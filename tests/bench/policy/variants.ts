import type { JWK, ServiceRole, TlsMaterial } from '@chancery/trust';

/** A gateway as it is compared with others in one run: what of it is there, and what is left out. */
export interface Variant {
  readonly name: string;
  /** Operations are decided and weighed; without it every operation passes as it is. */
  readonly decides: boolean;
  /** Subgraphs are asked over mutual TLS with a mandate for each call; without it over plain HTTP with nothing. */
  readonly protects: boolean;
}

/** The first is the gateway as it runs; the others exist nowhere but here. */
export const variants = [
  { name: 'full', decides: true, protects: true },
  { name: 'without policy', decides: false, protects: true },
  { name: 'without TLS and mandates', decides: true, protects: false },
  { name: 'without both', decides: false, protects: false },
] as const satisfies readonly Variant[];

export type VariantName = (typeof variants)[number]['name'];

/** A service as a process of the bench is told who it is. */
export interface ServiceOrder {
  readonly name: string;
  readonly role: ServiceRole;
  readonly privateKey: JWK;
  readonly publicKey: JWK;
  readonly material: TlsMaterial;
}

/** Where a stub answers: over mutual TLS to mandates, and over plain HTTP to anybody. */
export interface StubAddress {
  readonly name: string;
  readonly role: ServiceRole;
  readonly publicKey: JWK;
  readonly url: string;
  readonly plainUrl: string;
}

/** What the process of the stubs is told. */
export interface StubsOrder {
  readonly gateway: ServiceOrder;
  readonly services: readonly ServiceOrder[];
}

/** What a gateway's process is told. */
export interface GatewayOrder {
  readonly variant: Variant;
  readonly identity: ServiceOrder;
  readonly stubs: readonly StubAddress[];
  /** The file with the keys of whose tokens are believed. */
  readonly jwks: string;
}
