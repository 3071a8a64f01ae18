/** What is written where a database's URL is, or undefined where it is none. */
export function databaseAddress(url: string): URL | undefined {
  const address = URL.parse(url);
  return address && /^postgres(ql)?:$/.test(address.protocol) && address.pathname.length > 1 ? address : undefined;
}

/** What PostgreSQL's codes (appendix A of its manual), or the lack of one, mean to who wrote the URL. Never a password. */
export function whyNot(error: unknown, address: URL): string {
  const code = codeOf(error);
  const role = nameOf(address.username);
  if (code === '3D000') return `the database ${nameOf(address.pathname.slice(1))} does not exist on ${serverOf(address)}.`;
  if (code === '28P01') return `${serverOf(address)} refuses the password of the role ${role}.`;
  if (code === '28000') return `${serverOf(address)} does not let the role ${role} in.`;
  if (code === '42501') return `the role ${role} may not connect to the database ${nameOf(address.pathname.slice(1))}.`;
  return `cannot connect to ${serverOf(address)}${/^[A-Z0-9_]+$/.test(code) ? ` (${code})` : ''}.`;
}

/** Whether it is the URL that is wrong, and waiting will not help. */
export const isWrong = (error: unknown): boolean => ['3D000', '28P01', '28000', '42501'].includes(codeOf(error));

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
const serverOf = ({ hostname, port }: URL): string => `${hostname || 'localhost'}:${port || '5432'}`;

function nameOf(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
