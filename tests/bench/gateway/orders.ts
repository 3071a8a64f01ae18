import type { ServiceOrder, StubAddress } from '../policy/variants.ts';
import type { Subgraph } from './federation.ts';

/** What the process of the stubs is told: as whom they answer our gateway as it really runs. */
export interface StubsOrder {
  readonly gateway: ServiceOrder;
  readonly services: readonly (ServiceOrder & { readonly name: Subgraph })[];
}

/** Where the stubs answer. */
export interface StubsReady {
  /** Over plain HTTP to anybody; a subgraph's name is the path. */
  readonly url: string;
  /** Over mutual TLS, to mandates. */
  readonly services: readonly StubAddress[];
}

/** What a process of a gateway is told; each takes what it needs, and answers the address at which it takes operations. */
export interface GatewayOrder {
  /** With the plain addresses of the stubs. */
  readonly supergraphSdl: string;
  /** Where the stubs answer; a subgraph's name is the path. */
  readonly stubsUrl: string;
  /** What subgraphs say they are, as Federation 1 writes it, and where they answer. */
  readonly federation1: readonly { readonly name: string; readonly url: string; readonly schema: string }[];
  /** Whether reads in flight may be shared between requests. */
  readonly sharing: boolean;
}

/** What our gateway as it really runs is told beside. */
export interface FullOrder extends GatewayOrder {
  readonly identity: ServiceOrder;
  readonly services: readonly StubAddress[];
  /** The file with the keys of whose tokens are believed. */
  readonly jwks: string;
}

/** One call that a gateway made to a stub. */
export interface RecordedCall {
  readonly subgraph: string;
  readonly body: string;
}

/** The calls of one operation: those of one step at once, the next when all of them are answered. */
export type Steps = readonly (readonly RecordedCall[])[];

/** What the floor is told. */
export interface FloorOrder {
  readonly url: string;
  /** By the body of a client's request. */
  readonly operations: readonly { readonly body: string; readonly steps: Steps; readonly answer: string }[];
}
