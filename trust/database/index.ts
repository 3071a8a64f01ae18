// What every process that opens a database needs, and none else: it loads the driver.
export { excessOf } from './leastRights.ts';
export { databaseAddress, isWrong, whyNot } from './whyNot.ts';
