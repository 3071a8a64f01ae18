import type { ExportId } from '@chancery/domain';
import { answerCommand, type CallContext, callerOf, type StreamRoute } from '@chancery/kernel';
import { cancelExport } from './cancelExport.ts';
import type { Exporting } from './exporting.ts';
import { exportsRoute } from './exportsRoute.ts';
import { type ExportAnswer, type ExportsArguments, exportAnswer, findOwn, listOwn } from './ownExports.ts';
import { type ExportCall, type ExportOrder, startExport } from './startExport.ts';
import { ExportWorker } from './worker.ts';

interface Payload {
  readonly export: () => Promise<ExportAnswer>;
}

type CancelInput = ExportCall['input'] & { readonly exportId: string };

/** The exports of a service: what its fields and its route answer, and who makes them. */
export class Exports {
  readonly route: StreamRoute;
  readonly worker: ExportWorker;
  readonly #exporting: Exporting;

  constructor(exporting: Exporting) {
    this.#exporting = exporting;
    this.route = exportsRoute(exporting);
    this.worker = new ExportWorker(exporting);
  }

  /** A command that begins an export; `orderOf` reads what is asked for, once the caller is known, and refuses whom the service does not hear. */
  start(context: CallContext, call: ExportCall, orderOf: (exporting: Exporting) => ExportOrder | Promise<ExportOrder>): Promise<Payload> {
    return this.#command(context, call, async () => startExport(this.#exporting, context, call, await orderOf(this.#exporting)));
  }

  /** A command that gives an export up; `admit` refuses whom the service does not hear. */
  cancel(context: CallContext, name: string, input: CancelInput, admit: () => Promise<void> = async () => undefined): Promise<Payload> {
    const call = { name, input };
    return this.#command(context, call, async () => {
      await admit();
      return cancelExport(this.#exporting, context, call, input.exportId);
    });
  }

  async find(context: CallContext, id: string): Promise<ExportAnswer> {
    return exportAnswer(await findOwn(this.#exporting, callerOf(context), id));
  }

  list = (context: CallContext, asked: ExportsArguments) => listOwn(this.#exporting, callerOf(context), asked);

  async #command(context: CallContext, call: ExportCall, run: () => Promise<ExportId>): Promise<Payload> {
    const id = await answerCommand(this.#exporting.db, context, call, run);
    this.worker.nudge();
    return { export: () => this.find(context, id) };
  }
}
