import { type Json, Refusal } from '@chancery/domain';
import type { Asked } from './exportableList.ts';
import type { Exporting } from './exporting.ts';
import type { ExportFormat } from './exportRow.ts';
import type { ExportOrder } from './startExport.ts';

/** What an official asks for of a service that has several lists: exactly one of them, each by its name. */
export interface OneOfLists {
  /** Of a list: what is asked of it; `true` where nothing can be. */
  readonly [list: string]: unknown;
  readonly columns?: readonly string[] | null;
  readonly format: ExportFormat;
  readonly requestId?: string | null;
}

/** The order that such an input is; what is asked of any list, such as whose it is, is asked with it. Throws `BAD_INPUT` unless one list is named. */
export function orderOf({ lists }: Pick<Exporting, 'lists'>, input: OneOfLists, ofAny: Asked = {}): ExportOrder {
  const named = lists.filter(({ name }) => isAsked(input[name]));
  const [list] = named;
  if (list === undefined || named.length > 1)
    throw new Refusal('BAD_INPUT', `An export takes one of ${lists.map(({ name }) => name).join(', ')}.`);
  return { list, asked: { ...plain(input[list.name]), ...ofAny }, columns: input.columns ?? null, format: input.format };
}

const isAsked = (asked: unknown): boolean => asked !== null && asked !== undefined && asked !== false;

/** As JSON keeps it. */
const plain = (asked: unknown): Readonly<Record<string, Json>> => (asked === true ? {} : JSON.parse(JSON.stringify(asked)));
