/** A gateway as it is measured, in a process of its own. */
export interface Contender {
  /** As it stands in the table. */
  readonly name: 'apollo' | 'hive' | 'hive-rust' | 'mercurius' | 'chancery' | 'chancery-full' | 'floor';
  /** Whether what is read for one request may be given to another that waits for the same. */
  readonly sharing: boolean;
  readonly process: URL;
  /** What it is told beside what all are told. */
  readonly order: object;
}

const peer = (name: string) => new URL(`../peers/${name}.ts`, import.meta.url);
const own = (name: string) => new URL(`./${name}.ts`, import.meta.url);

/** In the order of the table. All run with the same flags of Node, with Node's own heap. */
export const contenders: readonly Contender[] = [
  { name: 'apollo', sharing: false, process: peer('apollo'), order: {} },
  { name: 'hive', sharing: false, process: peer('hive'), order: { rust: false } },
  { name: 'hive-rust', sharing: false, process: peer('hive'), order: { rust: true } },
  { name: 'mercurius', sharing: false, process: peer('mercurius/mercurius'), order: {} },
  { name: 'chancery', sharing: false, process: own('chanceryProcess'), order: {} },
  { name: 'chancery-full', sharing: false, process: own('fullProcess'), order: {} },
  { name: 'floor', sharing: false, process: own('floorProcess'), order: {} },
  { name: 'hive', sharing: true, process: peer('hive'), order: { rust: false } },
  { name: 'hive-rust', sharing: true, process: peer('hive'), order: { rust: true } },
  { name: 'chancery', sharing: true, process: own('chanceryProcess'), order: {} },
];

/** As progress and failures name it. */
export const titleOf = ({ name, sharing }: Contender): string => (sharing ? `${name}, sharing` : name);
