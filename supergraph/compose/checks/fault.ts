import { type ASTNode, type DefinitionNode, type FieldDefinitionNode, Kind, parse } from 'graphql';
import type { Member } from '../compose.ts';

/** A member as it is checked: with the file that its SDL stands in, as a person finds it. */
export interface CheckedMember extends Member {
  readonly file: string;
}

/** What is checked: the members, and the supergraph that is released. */
export interface CheckedGraph {
  /** The perimeter standard first. */
  readonly members: readonly CheckedMember[];
  /** The supergraph that others rely on. */
  readonly released: string;
  /** What composition makes of the members. */
  readonly composed: string;
}

/** What is wrong, where, and what to do. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly says: string;
  readonly remedy: string;
}

/** As a person and an editor read it. */
export const faultText = ({ file, line, says, remedy }: Fault): string => `${file}:${line}: ${says} ${remedy}`;

/** The definitions of a member, in the order of its file. */
export const definitionsOf = ({ sdl }: Pick<Member, 'sdl'>): readonly DefinitionNode[] => parse(sdl).definitions;

/** The line of its name: what is said about it stands before. */
export const lineOf = (node: ASTNode): number => (('name' in node ? node.name?.loc : undefined) ?? node.loc)?.startToken.line ?? 1;

/** The fields of a member's root type, wherever they stand. */
export const rootFields = (member: Pick<Member, 'sdl'>, root: 'Query' | 'Mutation'): readonly FieldDefinitionNode[] =>
  definitionsOf(member).flatMap((node) =>
    (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) && node.name.value === root
      ? (node.fields ?? [])
      : [],
  );

/** Whether a type of this name stands in a member. */
export const hasType = (members: readonly CheckedMember[], type: string): boolean =>
  members.some((member) => definitionsOf(member).some((node) => 'name' in node && node.name?.value === type));

/** Whether a type, or a field of it, stands in a member. */
export const hasPlace = (members: readonly CheckedMember[], type: string, field: string | undefined): boolean =>
  members.some((member) =>
    definitionsOf(member).some(
      (node) =>
        'name' in node &&
        node.name?.value === type &&
        (field === undefined || ('fields' in node && node.fields?.some(({ name }) => name.value === field))),
    ),
  );

/** Where a type, or a field of it, stands: in the first member that has the field, else in the first that has the type, else at the head of the first. */
export function placeOf(members: readonly CheckedMember[], type: string, field?: string): Pick<Fault, 'file' | 'line'> {
  const found = members.flatMap((member) =>
    definitionsOf(member).flatMap((node) => {
      if (!('name' in node) || node.name?.value !== type) return [];
      const inner = 'fields' in node ? node.fields?.find(({ name }) => name.value === field) : undefined;
      return [{ file: member.file, line: lineOf(inner ?? node), isField: inner !== undefined }];
    }),
  );
  const best = found.find(({ isField }) => isField) ?? found[0];
  return best === undefined ? { file: members[0]?.file ?? '', line: 1 } : { file: best.file, line: best.line };
}
