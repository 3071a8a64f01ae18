import type { Told } from './sharedReads.ts';

/** How an answer begins and ends that tells of nothing but data. */
const [BEGINNING, END] = ['{"data":{', '}}'];

/** Whether an answer tells of data alone, by its beginning and its end: whoever reads it sees whether it is so. */
export const isPlain = (bytes: Buffer): boolean =>
  bytes.length > BEGINNING.length + END.length &&
  bytes.toString('latin1', 0, BEGINNING.length) === BEGINNING &&
  bytes.toString('latin1', bytes.length - END.length) === END;

/** An answer that was read once, to see whether it is one. */
export function told<Answer>(bytes: Buffer, read: (text: string) => Answer): Told<Answer> {
  let first: Answer | undefined = read(bytes.toString());
  return {
    bytes,
    take() {
      const answer = first ?? read(bytes.toString());
      first = undefined;
      return answer;
    },
  };
}

/** An answer that whoever takes its bytes reads himself. */
export const unread = <Answer>(bytes: Buffer, read: (text: string) => Answer): Told<Answer> => ({
  bytes,
  take: () => read(bytes.toString()),
});
