export { type Carried, type Open, plain, type Written } from './connection.ts';
export { Line } from './line.ts';
export { overMutualTls } from './overMutualTls.ts';
