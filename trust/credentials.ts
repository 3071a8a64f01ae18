import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { followFiles } from './followFiles.ts';

/** A certificate, with what stands between it and its authority, and its private key: PEM texts. */
export interface OwnCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What a service shows in TLS, and whom it believes: PEM texts. */
export interface TlsMaterial extends OwnCertificate {
  /** The authority; two of them while one takes the place of the other. */
  readonly ca: string;
}

/** The files that hold it. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** The certificate that is shown now. It is replaced while its holder runs: new connections show the new one, old ones end by themselves. */
export class Credentials<Material extends OwnCertificate = TlsMaterial> {
  #current: Material;
  readonly #listeners = new Set<(material: Material) => void>();

  constructor(material: Material) {
    this.#current = material;
  }

  get current(): Material {
    return this.#current;
  }

  replace(material: Material): void {
    this.#current = material;
    for (const listener of this.#listeners) listener(material);
  }

  /** Tells of every replacement, until what it answers is called. */
  onChange(listener: (material: Material) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The certificate in these files, and whatever takes their place later. Throws where they do not fit together; never with what they hold. */
export function readCredentials(files: TlsFiles): Credentials {
  return followed(files, () => ({ ...readOwn(files), ca: readAuthorities(files.ca) }));
}

/** Where a process finds its certificate: `CHANCERY_TLS_CERT`, `CHANCERY_TLS_KEY`, `CHANCERY_TLS_CA`. Throws where one of them is not said. */
export const tlsFilesOf = (environment: NodeJS.ProcessEnv): TlsFiles => ({
  cert: said(environment, 'CHANCERY_TLS_CERT'),
  key: said(environment, 'CHANCERY_TLS_KEY'),
  ca: said(environment, 'CHANCERY_TLS_CA'),
});

/** What a process shows to the public, and which authority it asks its callers' certificates from; null asks for none. */
export type PublicMaterial = OwnCertificate & { readonly ca: string | null };

/** The public certificate that `<PREFIX>_CERT`, `_KEY` and perhaps `_CA` name; undefined where none is said. */
export function readPublicCredentials(environment: NodeJS.ProcessEnv, prefix: string): Credentials<PublicMaterial> | undefined {
  if (!environment[`${prefix}_CERT`] && !environment[`${prefix}_KEY`]) return undefined;
  const files = { cert: said(environment, `${prefix}_CERT`), key: said(environment, `${prefix}_KEY`) };
  const ca = environment[`${prefix}_CA`] || null;
  return followed({ ...files, ...(ca === null ? {} : { ca }) }, () => ({
    ...readOwn(files),
    ca: ca === null ? null : readAuthorities(ca),
  }));
}

function followed<Material extends OwnCertificate>(files: object, read: () => Material): Credentials<Material> {
  const material = followFiles(Object.values(files), read, (later) => credentials.replace(later));
  const credentials = new Credentials(material);
  return credentials;
}

function readOwn({ cert, key }: Pick<TlsFiles, 'cert' | 'key'>): OwnCertificate {
  const own = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  if (!fits(own)) throw new Error(`${cert} is no certificate of the key in ${key}`);
  return own;
}

function readAuthorities(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!isCertificate(text)) throw new Error(`${file} holds no certificate`);
  return text;
}

function fits({ cert, key }: OwnCertificate): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

function said(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
