import type { TlsMaterial } from '@chancery/trust';
import { Agent, fetch as undiciFetch } from 'undici';

/** `fetch` that believes one authority alone, and shows a certificate where it is given one. */
export function tlsFetch({ ca, ...shown }: Pick<TlsMaterial, 'ca'> & Partial<TlsMaterial>): typeof fetch {
  const dispatcher = new Agent({ keepAliveTimeout: 500, connect: { ca, ...shown } });
  // The same function in two versions of its types: undici's own, and the one that Node was built with.
  return ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}
