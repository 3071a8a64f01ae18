import { setTimeout as pause } from 'node:timers/promises';
import { startTelemetry } from '@chancery/observability';
import { Credentials, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { orderOf, tellReady } from '../childProcess.ts';
import type { FullOrder } from './orders.ts';

// Our gateway as supergraph/gateway/main.ts runs it: every stage of the pipeline, the regulation as policy, records in the audit trail, each
// request a trace that is exported, calls over mutual TLS with mandates. Only its supergraph is the bench's.

/** As much as a bench asks for in a minute is not what a budget is for. */
const unbounded = { operationCost: 10 ** 9, callerBudget: 10 ** 12, institutionBudget: 10 ** 12, deadlineMs: 120_000 };

const { supergraphSdl, identity: own, services, jwks, sharing } = await orderOf<FullOrder>();
startTelemetry({ service: 'gateway' });
// As there: telemetry stands before Apollo's gateway is loaded.
const { startGateway } = await import('@chancery/supergraph');
const { name, role, privateKey, publicKey, material } = own;
const identity: ServiceIdentity = { name, role, privateKey, credentials: new Credentials(material) };
const registry = new ServiceRegistry([{ name, role, publicKey, url: 'http://127.0.0.1:1' }, ...services]);
const { usualSettings } = await import('../../../supergraph/gateway/settings.ts');
const settings = { ...unbounded, services: { ...usualSettings.services, sharesReads: sharing } };
const tokens = { issuer: 'https://issuer.test', jwks };
const gateway = await startGateway({ identity, registry, port: 0, tokens, supergraphSdl, operations: [], settings });
await pause(500); // its copy of the directory comes
tellReady(`${gateway.url}/graphql`, () => 0);
