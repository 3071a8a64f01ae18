export { type Carried, type Open, plain, type Written } from './carried.ts';
export { Line } from './line.ts';
export { overMutualTls } from './overMutualTls.ts';
