import { readRegistry, ServiceClient, type ServiceEntry } from '@chancery/trust';
import { readMembership } from '../../issuer/holders.ts';
import { homeOf } from '../../supervisor/home.ts';
import { operatorOf } from '../../supervisor/keys.ts';
import { readReady } from '../../supervisor/readyFile.ts';
import { connectedTo } from '../connected.ts';
import { readNewcomers } from '../membersFile.ts';
import { shownUntil } from '../shownCertificate.ts';

/** A certificate is renewed when two thirds of its 30 days are over: whoever shows one that ends sooner was not. */
const SOON_MS = 9 * 86_400_000;

/** A server of institutions, as an operator sees it. */
export interface Standing {
  readonly server: string;
  readonly institutions: string;
  readonly runs: 'first' | 'added' | 'connected';
  readonly answers: boolean;
  /** When the certificate ends that it shows; null where it shows none. */
  readonly certificateUntil: string | null;
  /** What an operator should look at. */
  readonly wrong: string | null;
}

/** How every server of institutions of the circuit that runs stands now. */
export async function standings(now = Date.now()): Promise<readonly Standing[]> {
  const home = homeOf();
  if (readReady(home) === undefined) throw new Error('No circuit runs here. Start one: npm start');
  const registry = readRegistry(home.services);
  const client = new ServiceClient(operatorOf(home), registry);
  try {
    const { institutions } = await readMembership(client);
    const codesOf = (server: string): readonly string[] => institutions.filter((each) => each.server === server).map(({ code }) => code);
    const runs = (name: string): Standing['runs'] =>
      connectedTo(home).some((each) => each.name === name)
        ? 'connected'
        : readNewcomers(home.members).some(({ server }) => server === name)
          ? 'added'
          : 'first';
    const standingOf = async (entry: ServiceEntry): Promise<Standing> => {
      const [answers, until] = await Promise.all([client.isWell(entry.name), shownUntil(home, entry)]);
      const codes = codesOf(entry.name);
      return {
        server: entry.name,
        institutions: codes.length > 3 ? `${codes.slice(0, 3).join(', ')} and ${codes.length - 3} more` : codes.join(', '),
        runs: runs(entry.name),
        answers,
        certificateUntil: until === undefined ? null : new Date(until).toISOString(),
        wrong: wrongWith(answers, until, now),
      };
    };
    return await Promise.all(registry.ofRole('perimeter').map(standingOf));
  } finally {
    await client.close();
  }
}

function wrongWith(answers: boolean, until: number | undefined, now: number): string | null {
  if (until !== undefined && until < now) return 'its certificate has ended';
  if (!answers) return 'does not answer';
  return until !== undefined && until - now < SOON_MS ? 'its certificate ends soon' : null;
}
