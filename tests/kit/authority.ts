import { type Authority, type CertificateOrder, makeAuthority } from '@chancery/circuit/authority';
import { Credentials, createIdentity, type JWK, type ServiceIdentity, type ServiceRole, type TlsMaterial } from '@chancery/trust';

/** An authority, made when it is first needed, and kept for this test process. */
const once = (name: string): (() => Promise<Authority>) => {
  let made: Promise<Authority> | undefined;
  return () => {
    made ??= makeAuthority(name);
    return made;
  };
};

/** The authority that all services of this test process believe. */
export const testAuthority = once('Test');

/** Another one, that none of them believes. */
export const foreignAuthority = once('Foreign');

/** What a service with a certificate of the test's authority, or of another one, shows; it believes the test's authority. */
export async function tlsMaterial(order: CertificateOrder, from = testAuthority): Promise<TlsMaterial> {
  const [issuer, trusted] = await Promise.all([from(), testAuthority()]);
  return { ...(await issuer.issue(order)), ca: trusted.certificate };
}

/** A new service: its identity with key and certificate, and the public key for the registry. */
export async function newService(name: string, role: ServiceRole): Promise<{ identity: ServiceIdentity; publicKey: JWK }> {
  const [{ identity, publicKey }, material] = await Promise.all([createIdentity(name, role), tlsMaterial({ name })]);
  return { identity: { ...identity, credentials: new Credentials(material) }, publicKey };
}
