import type { Member } from '@chancery/supergraph';

// A small federated graph with everything that cutting fields out of an operation can stumble over: an interface whose field gives narrower
// types in its members, unions, entities of two subgraphs, lists of lists of nulls, fields that may not be null, arguments, mutations.

const link = (imports: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

const shelf: Member = {
  name: 'shelf',
  institution: false,
  sdl: `${link('"@key"')}
    type Query {
      document(id: ID, after: String = "x"): Document
      node(id: ID): Node
      nodes(first: Int): [Node]
      search(text: String, kinds: [Kind!] = [LETTER]): [Found]
      found: Found
      shelf(filter: Filter): Shelf
    }
    type Mutation { change(input: Filter!): ChangePayload remove(id: ID): RemovePayload }
    type ChangePayload { node: Node document: Document left: Shelf }
    type RemovePayload { isGone: Boolean found: Found }
    input Filter { text: String kinds: [Kind!] inner: Filter }
    enum Kind { LETTER ORDER }
    interface Node { id: ID! title: String! related: Node many(first: Int): [Node!] }
    union Found = Document | Person | Shelf
    type Document implements Node @key(fields: "id") {
      id: ID! title: String! secret: String strict: Int! kind: Kind
      related: Document many(first: Int): [Document!] parts: [Part!]! owner: Person found: [Found!]
    }
    type Person implements Node @key(fields: "id") {
      id: ID! title: String! related: Person many(first: Int): [Person!] name(upper: Boolean = true): String! home: Place!
    }
    type Shelf implements Node { id: ID! title: String! related: Node many(first: Int): [Node!] place: Place rows: [[Part]!] }
    type Part { number: Int! text: String note(of: String): String! inner: Part }
    type Place { street: String! room: Room! }
    type Room { number: Int! floor: String }`,
};

const people: Member = {
  name: 'people',
  institution: false,
  sdl: `${link('"@key"')}
    type Query { person(id: ID): Person people: [Person!] }
    type Mutation { greet(input: String): GreetPayload }
    type GreetPayload { person: Person text: String }
    type Person @key(fields: "id") { id: ID! age: Int! friends(first: Int): [Person!] reads: [Document] badge: Badge }
    type Document @key(fields: "id") { id: ID! readers: [Person!] score: Int! badge: Badge! }
    type Badge { colour: String! number: Int }`,
};

const court: Member = {
  name: 'court',
  institution: true,
  sdl: `${link('"@key"')}
    type Document @key(fields: "id", resolvable: false) { id: ID! }
    type Ruling @key(fields: "id") { id: ID! judge: String! pages: [Page!] of: Document }
    type Letter @key(fields: "id") { id: ID! body: String pages: [Page!] }
    type Page { number: Int! text: String }
    extend type Mutation { draftRuling(text: String): DraftRulingPayload draftLetter: DraftLetterPayload }
    type DraftRulingPayload { document: Document }
    type DraftLetterPayload { document: Document }`,
};

/** The members of the graph. */
export const members: readonly Member[] = [shelf, people, court];
