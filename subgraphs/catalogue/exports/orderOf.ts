import { type Json, Refusal } from '@chancery/domain';
import { type ExportFormat, type Exporting, type ExportOrder, listNamed } from '@chancery/exporting';

/** What an official asks for: exactly one of the lists. */
export interface StartExportInput {
  readonly documents?: object | null;
  readonly documentStatistics?: object | null;
  readonly exchangeStatistics?: object | null;
  readonly columns?: readonly string[] | null;
  readonly format: ExportFormat;
  readonly requestId?: string | null;
}

const lists = ['documents', 'documentStatistics', 'exchangeStatistics'] as const;

/** Throws `BAD_INPUT` unless one list is named. */
export function orderOf(exporting: Pick<Exporting, 'lists'>, input: StartExportInput): ExportOrder {
  const named = lists.filter((name) => input[name] !== null && input[name] !== undefined);
  const [name] = named;
  const list = name && listNamed(exporting, name);
  if (name === undefined || list === undefined || named.length > 1)
    throw new Refusal('BAD_INPUT', `An export takes one of ${lists.join(', ')}.`);
  return { list, asked: plain(input[name]), columns: input.columns ?? null, format: input.format };
}

/** As JSON keeps it. */
const plain = (value: unknown): Readonly<Record<string, Json>> => JSON.parse(JSON.stringify(value));
