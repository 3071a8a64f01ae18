/** What compiling throws where an operation, or the plan for it, is more than splicing knows: then its answers are read as objects. */
export const notPlain = Symbol('not plain');
