import type { ConsignmentId, InstitutionCode } from '@chancery/domain';
import { reportFault } from '@chancery/kernel';
import { fromPrisma, PgBoss } from 'pg-boss';
import type { Tx } from '../database.ts';
import { type AskAgainJob, bothOf } from './askAgainJob.ts';
import { type CausedInsert, writeCaused } from './causedJobs.ts';
import { queues } from './queues.ts';
import { workersOf } from './workers.ts';

/** One try to bring a consignment further: to hand it over, give it up, or take its copy back. */
export interface DeliverJob {
  readonly consignmentId: ConsignmentId;
  readonly recipient: InstitutionCode;
  /** How many attempts had failed when the job was made. */
  readonly failures: number;
  /** The step that led to it (W3C Trace Context); null for the one that writes it. */
  readonly traceparent: string | null;
  /** How long it waits before it is done. */
  readonly pauseMs?: number;
  /** It is for those who carry files, which takes its time. */
  readonly withFiles?: boolean;
  /** It is delivered already, and its recipient has no copy any more: it is handed over again. What is on its way the first time goes before. */
  readonly isLost?: boolean;
}

/** A consignment was closed before it was delivered: the author's perimeter is to be told. */
export interface ClosureJob {
  readonly consignmentId: ConsignmentId;
  readonly author: InstitutionCode;
  /** As in `DeliverJob`. */
  readonly traceparent: string | null;
  /** Its perimeter did not answer when it was told first, or was told before: what nobody was told of goes before. */
  readonly wasTried?: boolean;
}

/** What is done with each kind of job. */
export interface JobHandlers {
  /** Ends early, and throws, where it is stopped. */
  deliver(job: DeliverJob, stopped: AbortSignal): Promise<void>;
  noteClosure(job: ClosureJob): Promise<void>;
  askAgain(job: AskAgainJob): Promise<void>;
}

/** The exchange's durable work: jobs are written in the transaction of what makes them necessary, and done by any process of the exchange. */
export class Jobs {
  readonly #boss: PgBoss;
  readonly #workers: ReturnType<typeof workersOf>;
  readonly #ready = Promise.withResolvers<void>();
  readonly #perimeterOf: (institution: InstitutionCode) => string;

  constructor(databaseUrl: string, handlers: JobHandlers, perimeterOf: (institution: InstitutionCode) => string) {
    this.#perimeterOf = perimeterOf;
    // Looking every second for jobs of dead processes brings them back within 15 s of the death.
    const supervision = { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1, maintenanceIntervalSeconds: 60 };
    // Each attempt is a span of our own; pg-boss would add traces of its looking around.
    const quiet = { schedule: false, registerInstance: false, openTelemetry: { enabled: false } };
    // The tables are the owner's, made by a migration (§14): the exchange neither makes them nor rebuilds their indexes.
    const asService = { migrate: false, createSchema: false, reindex: false };
    this.#boss = new PgBoss({
      connectionString: databaseUrl,
      schema: 'boss',
      application_name: 'chancery-jobs',
      max: 4,
      ...supervision,
      ...quiet,
      ...asService,
    });
    this.#boss.on('error', (error) => reportFault('pg-boss', error));
    this.#workers = workersOf(this.#boss, handlers);
  }

  /** Installs the queues where they are missing and begins to work, unless all work is held: then jobs are written and wait. */
  async start({ held }: { readonly held: boolean }): Promise<void> {
    await this.#boss.start();
    for (const { name, ...options } of queues) {
      await this.#boss.createQueue(name, options);
      await this.#boss.updateQueue(name, options);
    }
    this.#ready.resolve();
    if (held) return;
    for (const worker of this.#workers) worker.start();
  }

  /** Lets what runs come to its end, but breaks off files that are under way; the rest waits for the next start. */
  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.#boss.stop({ graceful: false });
  }

  /** Work was committed: looks at once instead of at the next round. */
  nudge(): void {
    for (const worker of this.#workers) worker.nudge();
  }

  /**
   * Writes deliveries that come into being with the transaction. A server that hangs does not hold up the others', for however many institutions it answers;
   * nor do many that hang: what is tried for the first time goes before what was tried before.
   */
  async deliver(tx: Tx, jobs: readonly DeliverJob[]): Promise<void> {
    for (const [queue, some] of Map.groupBy(jobs, ({ withFiles }) => (withFiles === true ? 'deliver-files' : 'deliver'))) {
      const inserts = some.map(({ pauseMs = 0, ...data }) => ({
        data,
        group: { id: this.#perimeterOf(data.recipient) },
        startAfter: pauseMs / 1_000,
        priority: data.isLost === true || data.failures > 0 ? -1 : 0,
      }));
      await this.#write(tx, queue, inserts);
    }
  }

  /** Writes messages to authors' perimeters that come into being with the transaction. One that hangs does not hold up the others', nor do many. */
  async noteClosures(tx: Tx, jobs: readonly ClosureJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const inserts = jobs.map((data) => ({
      data,
      group: { id: this.#perimeterOf(data.author) },
      ...(data.wasTried === true ? { startAfter: 1, priority: -1 } : {}),
    }));
    await this.#write(tx, 'note-closure', inserts);
  }

  /**
   * Writes that a perimeter is to be asked for its copies, with the transaction. One page after the other: one that hangs holds up no others. With what waits
   * for the same perimeter it becomes one: one that comes and goes has no more than that waiting.
   */
  async askAgain(tx: Tx, job: AskAgainJob, pauseMs = 0): Promise<void> {
    await this.#ready.promise;
    const db = fromPrisma(tx);
    const waiting = await this.#boss.findJobs<AskAgainJob>('ask-again', { data: { perimeter: job.perimeter }, queued: true, db });
    const ids = waiting.map(({ id }) => id);
    if (ids.length > 0) await this.#boss.deleteJob('ask-again', ids, { db });
    const data = waiting.map((each) => each.data).reduce(bothOf, job);
    await this.#boss.insert('ask-again', [{ data, group: { id: job.perimeter }, startAfter: pauseMs / 1_000 }], { db });
  }

  /** Of these consignments those of which a job of these queues waits, or is done. */
  async openAmong(tx: Tx, names: readonly string[], ids: readonly ConsignmentId[]): Promise<ReadonlySet<ConsignmentId>> {
    if (ids.length === 0) return new Set();
    const rows = await tx.$queryRaw<{ id: ConsignmentId }[]>`
      SELECT DISTINCT data ->> 'consignmentId' id FROM boss.job
       WHERE name = ANY(${names}::text[]) AND state IN ('created', 'retry', 'active') AND data ->> 'consignmentId' = ANY(${ids}::text[])`;
    return new Set(rows.map(({ id }) => id));
  }

  async #write(tx: Tx, queue: string, inserts: readonly CausedInsert[]): Promise<void> {
    await this.#ready.promise;
    await writeCaused(this.#boss, tx, queue, inserts);
  }
}
