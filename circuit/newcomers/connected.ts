import type { InstitutionCode } from '@chancery/domain';
import type { ServiceEntry } from '@chancery/trust';
import { readJson, writeJson } from '../supervisor/files.ts';
import type { Home } from '../supervisor/home.ts';

/** An institution with a system of its own, as a circuit that it was connected to knows it. */
export interface Connected extends ServiceEntry {
  /** `name` is its server's. */
  readonly institution: { readonly code: InstitutionCode; readonly name: string };
  /** The folder into which it was given what it is known by: its certificate is renewed there. */
  readonly into: string;
}

/** Those with systems of their own that a circuit knows. */
export const connectedTo = (home: Home): readonly Connected[] => readJson<readonly Connected[]>(home.connected) ?? [];

/** What all services are told of them. */
export const entriesOf = (connected: readonly Connected[]): readonly ServiceEntry[] =>
  connected.map(({ institution: _, into: __, ...entry }) => entry);

/** Writes down what is known of one, and tells all services. */
export function keepConnected(home: Home, known: Connected): void {
  const others = connectedTo(home).filter(({ name }) => name !== known.name);
  writeJson(home.connected, [...others, known]);
  tellServices(home, known.name, entriesOf([known]));
}

/** It is connected no more: no service knows it. */
export function forgetConnected(home: Home, server: string): void {
  tellServices(home, server, []);
  writeJson(
    home.connected,
    connectedTo(home).filter(({ name }) => name !== server),
  );
}

function tellServices(home: Home, server: string, entries: readonly ServiceEntry[]): void {
  const others = (readJson<readonly ServiceEntry[]>(home.services) ?? []).filter(({ name }) => name !== server);
  writeJson(home.services, [...others, ...entries]);
}
