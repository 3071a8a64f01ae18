import { type Profile, profileOf, unconfirmedMsOf, usualUnconfirmedMs } from '@chancery/trust';

/** What an operator decides about a gateway. `docs/operations/limits.md` says what each is for. */
export interface Settings {
  readonly profile: Profile;
  /** What runs plans: Chancery's engine, or Apollo's executor to compare it with. */
  readonly engine: 'chancery' | 'apollo';
  /** What one operation may cost. */
  readonly operationCost: number;
  /** What all operations of one caller may cost in a minute. */
  readonly callerBudget: number;
  /** What all operations of all callers who act for one institution may cost in a minute. */
  readonly institutionBudget: number;
  /** How long an operation may take, in milliseconds. */
  readonly deadlineMs: number;
  /** How many sockets may be open at the gateway's port. */
  readonly sockets: number;
  /** The origins whose pages may ask by a browser. */
  readonly corsOrigins: ReadonlySet<string>;
  /** The clients that anybody can copy: they run published operations only. §1.6 */
  readonly publicClients: ReadonlySet<string>;
  /** For how long duties count that the directory has not confirmed, in milliseconds. §14.8 */
  readonly dutiesUnconfirmedMs: number;
}

/** What holds where nobody decides otherwise. */
export const usualSettings: Settings = {
  profile: 'embedded',
  engine: 'chancery',
  operationCost: 20_000,
  callerBudget: 2_000_000,
  institutionBudget: 10_000_000,
  deadlineMs: 15_000,
  sockets: 4_000,
  corsOrigins: new Set(),
  publicClients: new Set(),
  dutiesUnconfirmedMs: usualUnconfirmedMs,
};

/** Reads the variables that begin with `CHANCERY_`; throws where one says nothing that can be done. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const usual = usualSettings;
  return {
    profile: profileOf(env),
    engine: engineOf(env.CHANCERY_ENGINE),
    operationCost: number(env, 'CHANCERY_OPERATION_COST', usual.operationCost),
    callerBudget: number(env, 'CHANCERY_BUDGET_CALLER', usual.callerBudget),
    institutionBudget: number(env, 'CHANCERY_BUDGET_INSTITUTION', usual.institutionBudget),
    deadlineMs: number(env, 'CHANCERY_DEADLINE_MS', usual.deadlineMs),
    sockets: number(env, 'CHANCERY_SOCKETS', usual.sockets),
    corsOrigins: new Set(words(env.CHANCERY_CORS_ORIGINS).map(origin)),
    publicClients: new Set(words(env.CHANCERY_PUBLIC_CLIENTS)),
    dutiesUnconfirmedMs: unconfirmedMsOf(env),
  };
}

function engineOf(text: string | undefined): Settings['engine'] {
  if (text === undefined || text === '' || text === 'chancery') return 'chancery';
  if (text === 'apollo') return text;
  throw new Error(`CHANCERY_ENGINE is chancery or apollo, not ${text}.`);
}

function number(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const text = env[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} is a whole number above 0, not ${text}.`);
  return value;
}

const words = (text: string | undefined): readonly string[] => (text ?? '').split(',').flatMap((word) => word.trim() || []);

/** Pages are named one by one: whoever writes `*` would let every page of the world ask in an official's name. */
function origin(word: string): string {
  const parsed = URL.parse(word);
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === word) return word;
  throw new Error(`CHANCERY_CORS_ORIGINS names origins such as https://desk.example.gov, separated by commas, not ${word}.`);
}
