import { readIssuerKey, tokenSource } from '@chancery/circuit';
import type { Caller } from '@chancery/domain';
import { Pool } from 'undici';
import type { BenchCircuit } from '../circuit.ts';

/** Asks the gateway over kept connections and does no more than HTTP takes: what is measured is the gateway, as pg alone measures PostgreSQL. */
export interface LeanClient {
  /** Throws unless the answer has data and no errors. */
  ask(query: string, variables: object, by: Caller): Promise<void>;
  close(): Promise<void>;
}

export function leanClient({ home, ready }: BenchCircuit, connections: number): LeanClient {
  const issuer = readIssuerKey(home);
  if (!issuer) throw new Error('The circuit has no issuer.');
  const token = tokenSource(issuer);
  const { origin, pathname: path } = new URL(ready.graphql);
  const pool = new Pool(origin, { connections });
  return {
    async ask(query, variables, { official, institution }) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token(official, institution)}` };
      const { body } = await pool.request({ method: 'POST', path, headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await body.json()) as { readonly data?: unknown; readonly errors?: readonly unknown[] };
      if (!data || errors !== undefined) throw new Error(`not answered: ${JSON.stringify(errors?.[0])}`);
    },
    close: () => pool.close(),
  };
}
