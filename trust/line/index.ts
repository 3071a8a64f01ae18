export type { Carried, Open } from './connection.ts';
export { Line } from './line.ts';
export { overMutualTls } from './overMutualTls.ts';
