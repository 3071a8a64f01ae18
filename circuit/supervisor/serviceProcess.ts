import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { heapOf } from './heaps.ts';

/** How a service's process is started. */
export interface ServiceLaunch {
  readonly name: string;
  readonly entry: URL;
  readonly url: string;
  /** Whether it answers now. */
  readonly isWell: () => Promise<boolean>;
  readonly environment: NodeJS.ProcessEnv;
  /** A file open for writing: what the process says goes there. */
  readonly log: number;
}

/** Who is told what becomes of a service's processes. */
export interface ServiceWatch {
  /** A new process answers. */
  onAnswering(): void;
  /** A process has ended by itself: with an exit code, or by a signal. It is started again. */
  onEnded(pid: number, how: string): void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** Who ran this long has started well: the pauses begin anew. */
const STEADY_MS = 30_000;

/** Keeps one service running: starts its process, and starts it again, with growing pauses, when it dies. */
export class ServiceProcess {
  readonly launch: ServiceLaunch;
  readonly #watch: ServiceWatch;
  #child: ChildProcess | undefined;
  #stopping = false;
  #pauseMs = FIRST_PAUSE_MS;
  #exits = 0;
  #answeredPid = 0;

  constructor(launch: ServiceLaunch, watch: ServiceWatch) {
    this.launch = launch;
    this.#watch = watch;
  }

  get name(): string {
    return this.launch.name;
  }

  get url(): string {
    return this.launch.url;
  }

  /** Its process that answered last: while it is started again, the one before. 0 when none ever answered. */
  get pid(): number {
    return this.#answeredPid;
  }

  /** How often its process has died by itself. */
  get exits(): number {
    return this.#exits;
  }

  /** Whether any of its processes has answered yet. */
  get hasAnswered(): boolean {
    return this.#answeredPid !== 0;
  }

  start(): void {
    if (this.#stopping) return;
    const { entry, environment, log } = this.launch;
    const startedAt = Date.now();
    // A process group of its own keeps Ctrl-C from it; the IPC channel ends with us, and then it ends too.
    const child = spawn(process.execPath, [...heapOf(this.name), fileURLToPath(entry)], {
      env: environment,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    this.#child = child;
    child.once('error', () => undefined);
    child.once('close', () => void this.#startAgain(child, startedAt));
    void this.#announce(child);
  }

  /** Asks the process to end, and ends it after `patienceMs`. Nothing starts it again. */
  async stop(patienceMs = 10_000): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || isGone(child)) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(impatient);
  }

  async #startAgain(child: ChildProcess, startedAt: number): Promise<void> {
    if (this.#stopping || child !== this.#child) return;
    this.#exits += 1;
    this.#watch.onEnded(child.pid ?? 0, child.signalCode ? `by ${child.signalCode}` : `with exit code ${child.exitCode}`);
    if (Date.now() - startedAt > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS;
    await pause(this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
    this.start();
  }

  // Ten times a second: the time from answering to being known as answering is time of the start, and to ask nobody takes some from who starts.
  async #announce(child: ChildProcess): Promise<void> {
    while (!this.#stopping && child === this.#child && !isGone(child)) {
      if (await this.launch.isWell()) {
        if (isGone(child)) return;
        this.#answeredPid = child.pid ?? 0;
        this.#watch.onAnswering();
        return;
      }
      await pause(100);
    }
  }
}

const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
