/** Federations on which `@apollo/gateway` 2.14.4 is known not to answer as the specification says, and why. */
export const apolloFaults: Readonly<Record<string, string>> = {
  'error-paths-in-mixed-lists':
    'It counts the objects of a list to find the one that an error is about, and those of other types with them, though only some were asked for.',
  'error-paths-of-names-like-keys':
    'It takes what a client calls by the name of a key for the key, and what every object of JavaScript has for a value.',
  'fragments-in-abstract-ones':
    'Inside a fragment on an interface it takes an object for that interface, unless its type name was asked for, and drops what is for its own type.',
  'introspection-under-condition':
    'Its planner looks for a subgraph that answers `__schema` and `__type` where they stand under a condition.',
  'lists-of-lists': 'In a list of lists, what a second subgraph knows of an object replaces what the first knew.',
  'mutations-in-fragments': 'Its planner runs commands that stand in fragments after those that do not.',
  'mutations-once': 'Its planner takes a command under a condition, and the same command without, for two.',
  'requires-under-condition':
    'Its planner fetches what a field requires under the condition of that field, and then names the entity by all that any field requires.',
  'requires-with-different-arguments': 'Its planner asks for the field once, with the arguments of one of the two.',
  'requires-with-arguments':
    "Its planner takes the field that another one requires, with arguments, for the client's own field of that name.",
  'variables-called-like-those-of-plans': 'It names entities by a variable `representations`, also where the client has one of that name.',
};

/** Federations on which the engine itself is known not to: what the planner cannot do and nobody can mend from outside. */
export const engineFaults: Readonly<Record<string, string>> = {
  'requires-with-different-arguments':
    'The planner asks for the field once, with the arguments of one of the two: such subgraphs are refused when they are composed.',
};
