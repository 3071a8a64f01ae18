import { type Profile, profileOf, unconfirmedMsOf, usualUnconfirmedMs } from '@chancery/trust';
import type { TransportLimits } from './sources/transport.ts';

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
  /** What one service may cost: how long it is waited for, how many calls it may have, when it is left alone. */
  readonly services: TransportLimits;
  /** How long a gateway that stops goes on with what it has begun, in milliseconds. */
  readonly drainMs: number;
  /** How many sockets may be open at the gateway's port. */
  readonly sockets: number;
  /** The origins whose pages may ask by a browser. */
  readonly corsOrigins: ReadonlySet<string>;
  /** Whether a browser that opens the graph's address finds GraphiQL there. */
  readonly graphiql: boolean;
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
  services: {
    patienceMs: 10_000,
    patienceFor: new Map(),
    calls: 64,
    queue: 256,
    failures: 5,
    restMs: 2_000,
    slowMs: 5_000,
    sharesReads: true,
  },
  drainMs: 8_000,
  sockets: 4_000,
  corsOrigins: new Set(),
  graphiql: false,
  publicClients: new Set(),
  dutiesUnconfirmedMs: usualUnconfirmedMs,
};

/** Reads the variables that begin with `CHANCERY_`; throws where one says nothing that can be done. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const usual = usualSettings;
  const deadlineMs = number(env, 'CHANCERY_DEADLINE_MS', usual.deadlineMs);
  const profile = profileOf(env);
  return {
    profile,
    engine: engineOf(env.CHANCERY_ENGINE),
    operationCost: number(env, 'CHANCERY_OPERATION_COST', usual.operationCost),
    callerBudget: number(env, 'CHANCERY_BUDGET_CALLER', usual.callerBudget),
    institutionBudget: number(env, 'CHANCERY_BUDGET_INSTITUTION', usual.institutionBudget),
    deadlineMs,
    services: servicesIn(env, deadlineMs),
    drainMs: number(env, 'CHANCERY_DRAIN_MS', usual.drainMs),
    sockets: number(env, 'CHANCERY_SOCKETS', usual.sockets),
    corsOrigins: new Set(words(env.CHANCERY_CORS_ORIGINS).map(origin)),
    // Whoever starts one on his own machine wants to look around.
    graphiql: isOn(env, 'CHANCERY_GRAPHIQL', profile === 'embedded'),
    publicClients: new Set(words(env.CHANCERY_PUBLIC_CLIENTS)),
    dutiesUnconfirmedMs: unconfirmedMsOf(env),
  };
}

function servicesIn(env: NodeJS.ProcessEnv, deadlineMs: number): TransportLimits {
  const usual = usualSettings.services;
  const patienceMs = number(env, 'CHANCERY_SERVICE_TIMEOUT_MS', usual.patienceMs);
  return {
    patienceMs,
    patienceFor: new Map(words(env.CHANCERY_SERVICE_TIMEOUTS).map(timeout)),
    calls: number(env, 'CHANCERY_SERVICE_CALLS', usual.calls),
    queue: number(env, 'CHANCERY_SERVICE_QUEUE', usual.queue),
    failures: number(env, 'CHANCERY_SERVICE_FAILURES', usual.failures),
    restMs: number(env, 'CHANCERY_SERVICE_REST_MS', usual.restMs),
    slowMs: Math.min(patienceMs, deadlineMs) / 2,
    sharesReads: isOn(env, 'CHANCERY_SHARE_READS', usual.sharesReads),
  };
}

/** `health=20000`: the service of this name is waited for so many milliseconds. */
function timeout(word: string): readonly [string, number] {
  const [, service = '', ms = ''] = /^([a-z][a-z0-9-]*)=([1-9]\d{0,4})$/.exec(word) ?? [];
  if (service === '') throw new Error(`CHANCERY_SERVICE_TIMEOUTS says such as health=20000,audit=5000, in milliseconds, not ${word}.`);
  return [service, Number(ms)];
}

function engineOf(text: string | undefined): Settings['engine'] {
  if (text === undefined || text === '' || text === 'chancery') return 'chancery';
  if (text === 'apollo') return text;
  throw new Error(`CHANCERY_ENGINE is chancery or apollo, not ${text}.`);
}

function isOn(env: NodeJS.ProcessEnv, name: string, usual: boolean): boolean {
  const text = env[name];
  if (text === undefined || text === '') return usual;
  if (text !== 'on' && text !== 'off') throw new Error(`${name} is on or off, not ${text}.`);
  return text === 'on';
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
