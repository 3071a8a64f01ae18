import { channel } from 'node:diagnostics_channel';

/** Tells of each certificate that a service shows when a connection to it is opened. */
export const certificatesChannel = channel('chancery:service-certificate');

/** A certificate as it was shown. */
export interface ShownCertificate {
  readonly service: string;
  /** When it ends; milliseconds since 1970. Of one that is not believed any more nothing else is known. */
  readonly until: number | 'past';
}

/** What is to be said of a certificate: a warning in the last third of its 30 days, a fault in the last three days and after them. */
export interface CertificateNotice {
  readonly level: 'warning' | 'error';
  readonly fault: string;
}

const day = 86_400_000;
const lookedAtMs = 3_600_000;

/** What there is to say of a certificate now; undefined where it is renewed in time by itself. */
export function noticeOf({ service, until }: ShownCertificate, now: number): CertificateNotice | undefined {
  if (until === 'past') return { level: 'error', fault: `the certificate that ${service} shows has ended: it is not asked` };
  if (until - now > 9 * day) return undefined;
  const level = until - now > 3 * day ? 'warning' : 'error';
  return { level, fault: `the certificate that ${service} shows ends at ${new Date(until).toISOString()}, and is not renewed yet` };
}

/** Says once a day of each service that this process calls when its certificate is about to end, also where it is called seldom. */
export function watchCertificates(say = sayToOperators): void {
  const shown = new Map<string, ShownCertificate['until']>();
  const saidAt = new Map<string, number>();
  const look = (certificate: ShownCertificate): void => {
    const now = Date.now();
    const notice = noticeOf(certificate, now);
    if (notice === undefined || now - (saidAt.get(certificate.service) ?? 0) < day) return;
    saidAt.set(certificate.service, now);
    say(notice);
  };
  certificatesChannel.subscribe((message) => {
    const certificate = message as ShownCertificate;
    shown.set(certificate.service, certificate.until);
    look(certificate);
  });
  setInterval(() => {
    for (const [service, until] of shown) look({ service, until });
  }, lookedAtMs).unref();
}

const sayToOperators = (notice: CertificateNotice): void =>
  void process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), where: 'certificates', ...notice })}\n`);
