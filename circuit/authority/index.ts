export { type Authority, authorityOf, type CertificateOrder, makeAuthority } from './authority.ts';
