/** Where a circuit runs: on one machine with everything on board, or in earnest, where nothing of the demonstration is believed (§2.8). */
export type Profile = 'embedded' | 'production';

/** The profile that `CHANCERY_PROFILE` names; `embedded` where it names none. Throws where it names another. */
export function profileOf({ CHANCERY_PROFILE: profile }: NodeJS.ProcessEnv): Profile {
  if (profile === undefined || profile === '' || profile === 'embedded') return 'embedded';
  if (profile === 'production') return 'production';
  throw new Error(`CHANCERY_PROFILE is embedded or production, not ${profile}.`);
}
