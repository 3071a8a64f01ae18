import { type Json, Refusal } from '@chancery/domain';
import type { ExportFormat, Exporting, ExportOrder } from '@chancery/exporting';

/** What an official asks for: exactly one of the lists, each by its name. */
export interface StartDirectoryExportInput {
  /** Of a list: what is asked of it; `true` where nothing can be. */
  readonly [list: string]: unknown;
  readonly columns?: readonly string[] | null;
  readonly format: ExportFormat;
  readonly requestId?: string | null;
}

/** Throws `BAD_INPUT` unless one list is named. */
export function orderOf({ lists }: Pick<Exporting, 'lists'>, input: StartDirectoryExportInput): ExportOrder {
  const named = lists.filter(({ name }) => isAsked(input[name]));
  const [list] = named;
  if (list === undefined || named.length > 1)
    throw new Refusal('BAD_INPUT', `An export takes one of ${lists.map(({ name }) => name).join(', ')}.`);
  return { list, asked: plain(input[list.name]), columns: input.columns ?? null, format: input.format };
}

const isAsked = (asked: unknown): boolean => asked !== null && asked !== undefined && asked !== false;

/** As JSON keeps it. */
const plain = (asked: unknown): Readonly<Record<string, Json>> => (asked === true ? {} : JSON.parse(JSON.stringify(asked)));
