import { stopPostgresUnless } from '../embedded/index.ts';
import { homeOf } from './home.ts';
import { processesGone, servicesIn } from './leftovers.ts';
import { liveHolder } from './lock.ts';

// Runs when the supervisor of the folder named is gone: its services end by themselves, then their PostgreSQL is ended, unless another supervisor has
// taken the folder meanwhile.
const home = homeOf(process.argv[2]);
if (liveHolder(home) === undefined) {
  await processesGone(servicesIn(home));
  await stopPostgresUnless(home.postgres, () => liveHolder(home) !== undefined);
}
