import { gatewayHeap } from '../../../circuit/supervisor/heaps.ts';

/** A gateway as it is measured, in a process of its own. */
export interface Contender {
  /** As it stands in the table. */
  readonly name: 'apollo' | 'hive' | 'hive-rust' | 'mercurius' | 'chancery' | 'chancery-full' | 'floor';
  /** Whether what is read for one request may be given to another that waits for the same. */
  readonly sharing: boolean;
  readonly process: URL;
  /** What it is told beside what all are told. */
  readonly order: object;
  /** Node's flags, where it does not run with Node's own. */
  readonly flags?: readonly string[];
}

const apollo = new URL('../peers/apollo.ts', import.meta.url);
const hive = new URL('../peers/hive.ts', import.meta.url);
const mercurius = new URL('../peers/mercurius/mercurius.ts', import.meta.url);
const chancery = new URL('./chanceryProcess.ts', import.meta.url);
const full = new URL('./fullProcess.ts', import.meta.url);
const floor = new URL('./floorProcess.ts', import.meta.url);

/** In the order of the table. All run on the same Node: the others' with Node's own flags, ours with those that a circuit gives its gateway. The first says what has to be answered. */
export const contenders: readonly Contender[] = [
  { name: 'apollo', sharing: false, process: apollo, order: {} },
  { name: 'hive', sharing: false, process: hive, order: { rust: false } },
  { name: 'hive-rust', sharing: false, process: hive, order: { rust: true } },
  { name: 'mercurius', sharing: false, process: mercurius, order: {} },
  { name: 'chancery', sharing: false, process: chancery, order: {}, flags: gatewayHeap },
  { name: 'chancery-full', sharing: false, process: full, order: {}, flags: gatewayHeap },
  { name: 'floor', sharing: false, process: floor, order: {} },
  { name: 'hive', sharing: true, process: hive, order: { rust: false } },
  { name: 'hive-rust', sharing: true, process: hive, order: { rust: true } },
  { name: 'chancery', sharing: true, process: chancery, order: {}, flags: gatewayHeap },
  { name: 'chancery-full', sharing: true, process: full, order: {}, flags: gatewayHeap },
];

/** As progress and failures name it. */
export const titleOf = ({ name, sharing }: Contender): string => (sharing ? `${name}, sharing` : name);
