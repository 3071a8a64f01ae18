import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { UsageError } from '../../commands/commandLine.ts';
import { homeOf } from '../../supervisor/home.ts';
import { Progress } from '../../supervisor/progress.ts';
import { type Connected, connectedTo } from '../connected.ts';
import { endOldKey, renewCertificate, renewKey } from '../credentials.ts';
import { asked } from './asked.ts';

/** What is to be renewed of an institution with a system of its own. */
export interface RenewalWish {
  readonly code: string;
  readonly into?: string;
  readonly key?: boolean;
  readonly endOldKey?: boolean;
}

/** Gives it a new certificate, and a new key where that is asked for; what it had is good until it ends, so that it takes them when it can. */
export async function renew({ code: written, into, key = false, endOldKey: isEnd = false }: RenewalWish): Promise<void> {
  if (isEnd && (key || into !== undefined)) throw new UsageError('--end-old-key goes alone.');
  const home = homeOf();
  const progress = new Progress();
  const known = await asked(() => connectedNamed(connectedTo(home), written));
  const { code } = known.institution;
  if (isEnd) {
    await progress.step('old key', async () => endOldKey(home, known));
    progress.say(`Of ${code} its present key alone is believed.`);
    return;
  }
  const connected = { ...known, into: into ?? known.into };
  const keyed = key ? await progress.step('key', () => renewKey(home, connected)) : connected;
  await progress.step('certificate', () => renewCertificate(home, keyed));
  progress.say(`What ${code} is given is in ${keyed.into}. The certificate that it has is good until it ends.`);
  if (keyed.otherKey !== undefined)
    progress.say(
      `Its key before is believed too. Once it signs with the new one: npm run institution -- renew --code ${code} --end-old-key`,
    );
}

function connectedNamed(connected: readonly Connected[], written: string): Connected {
  const code = parseInstitutionCode.at('--code', written);
  const found = connected.find(({ institution }) => institution.code === code);
  if (found !== undefined) return found;
  const codes = connected.map(({ institution }) => institution.code).join(', ') || 'none';
  throw new Refusal('INSTITUTION_UNKNOWN', `None with a system of its own was connected as ${code}. Connected: ${codes}.`);
}
