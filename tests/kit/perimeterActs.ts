import type { Bundle, Caller, SealedReceipt } from '@chancery/domain';
import { newId, type PerimeterWorld, person } from './perimeterWorld.ts';

/** A document or consignment somewhere on its way, made by the commands themselves. */
export interface Delivered {
  readonly documentId: string;
  readonly consignmentId: string;
  readonly dispatchId: string;
  readonly bundle: Bundle;
  readonly receipt: SealedReceipt;
}

/** What a perimeter's officials and the exchange do, step by step. */
export function actsIn(world: PerimeterWorld) {
  const draft = async (input: object = {}, by: Caller = person('JUS')): Promise<string> => {
    const [server, kind] = by.institution === 'JUS' ? ['justice', 'LegalOpinion'] : ['hosted', 'OfficialLetter'];
    const field = `draft${kind}`;
    const { document } = await world.run<{ document: { id: string } }>(
      server,
      field,
      { title: 'On fees', ...input },
      '{ document { id } }',
      by,
    );
    return document.id;
  };
  const on = (server: string, field: string, input: object, by: Caller) =>
    world.run<{ document: { id: string } }>(server, field, input, '{ document { id } }', by);
  const signed = async (input: object = {}, by: Caller = person('JUS')): Promise<string> => {
    const documentId = await draft(input, by);
    await on(by.institution === 'JUS' ? 'justice' : 'hosted', 'signDocument', { documentId }, by);
    return documentId;
  };
  const registered = async (input: object = {}, by: Caller = person('JUS')): Promise<string> => {
    const documentId = await signed(input, by);
    await on(by.institution === 'JUS' ? 'justice' : 'hosted', 'registerDocument', { documentId }, by);
    return documentId;
  };
  const released = async (documentId: string, to: readonly string[], dispatchId = newId(documentId.slice(0, 3))): Promise<Bundle> => {
    const server = documentId.startsWith('JUS') ? 'justice' : 'hosted';
    const by = person(documentId.slice(0, 3));
    return (await world.tell<{ bundle: Bundle }>(server, 'releaseDocument', { dispatchId, documentId, to }, by)).bundle;
  };
  const pending = async (input: object = {}): Promise<Delivered> => {
    const documentId = await registered(input);
    const dispatchId = newId('JUS');
    const bundle = await released(documentId, ['FIN'], dispatchId);
    const consignmentId = newId('FIN');
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { receipt } = await world.tell<{ receipt: SealedReceipt }>('finance', 'acceptDelivery', {
      consignmentId,
      dispatchId,
      bundle,
      expiresAt,
    });
    return { documentId, consignmentId, dispatchId, bundle, receipt };
  };
  const delivered = async (input: object = {}, at = new Date()): Promise<Delivered> => {
    const made = await pending(input);
    await world.tell('finance', 'settleDelivery', { consignmentId: made.consignmentId, delivered: true, at });
    return made;
  };
  return { draft, signed, registered, released, pending, delivered, on };
}
