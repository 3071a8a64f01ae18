interface RefusalText {
  /** The clause of `docs/regulation` that refuses. */
  readonly clause: string;
  /** What is wrong and what to do, in a sentence. */
  readonly message: string;
}

/** Everything the exchange can refuse, by its code. Codes never change. */
export const refusals = {
  // who asks
  UNAUTHENTICATED: { clause: '2.1', message: 'Sign in: send a valid bearer token.' },
  TOKEN_EXPIRED: { clause: '2.1', message: 'Your token has ended; get a new one.' },
  TOKEN_INVALID: { clause: '2.1', message: 'Your token is not one of ours; get a new one.' },
  OFFICIAL_UNKNOWN: { clause: '2.2', message: 'The directory knows no such official.' },
  SCOPE_REQUIRED: { clause: '2.1', message: 'Your token does not reach this far; get one with the scope that it takes.' },
  DUTY_REQUIRED: { clause: '2.3', message: 'You hold no duty that gives this right.' },
  OFFICIAL_DISMISSED: { clause: '2.2', message: 'The official was dismissed and acts no more.' },
  // delegation
  DELEGATION_NOT_FOUND: { clause: '2.5', message: 'There is no such delegation in your institution.' },
  DELEGATION_TO_SELF: { clause: '2.5.1', message: 'A duty is delegated to another official.' },
  DELEGATION_TOO_LONG: { clause: '2.5.1', message: 'A duty is delegated for 90 days at most; name an earlier end.' },
  DELEGATION_OVERLAPS: { clause: '2.5.1', message: 'The duty is delegated to this official for a part of that time already.' },
  DUTY_IS_DELEGATED: { clause: '2.5.2', message: 'You hold this duty by delegation only; a delegated duty is not delegated on.' },
  DELEGATION_ENDED: { clause: '2.5.3', message: 'The delegation has ended already.' },
  NOT_YOUR_DELEGATION: { clause: '2.5.3', message: 'Only who gave the delegation, or a security officer of the institution, ends it.' },
  // appointment
  NOT_YOUR_OFFICIAL: { clause: '2.6.1', message: "Only security officers of the official's own institution may do this." },
  OFFICERS_ADMIT: { clause: '2.6.1', message: "An institution's officials are admitted by its security officers." },
  OFFICIAL_EXISTS: { clause: '2.6.1', message: 'The directory has an official of this id already; choose another id.' },
  DUTY_ALREADY_HELD: { clause: '2.6.1', message: 'The official holds this duty in that time already.' },
  DUTY_NOT_HELD: { clause: '2.6.1', message: 'The official does not hold this duty.' },
  PERIOD_INVALID: { clause: '1.7', message: 'The time ends before it begins, or begins in the past.' },
  CLEARANCE_ALREADY_HELD: { clause: '2.6.2', message: 'The official has clearance already.' },
  CLEARANCE_NOT_HELD: { clause: '2.6.2', message: 'The official has no clearance.' },
  DUTY_NOT_DELEGABLE: { clause: '2.6.2', message: 'This duty takes two security officers to give; it is not delegated.' },
  APPOINTMENT_NOT_FOUND: { clause: '2.6.2', message: 'There is no such appointment that you may decide about.' },
  APPOINTMENT_PENDING: { clause: '2.6.2', message: 'The same was proposed already and waits for another security officer.' },
  APPOINTMENT_CLOSED: { clause: '2.6.2', message: 'The appointment is decided already.' },
  APPOINTMENT_EXPIRED: { clause: '2.6.2', message: 'Nobody decided within 14 days; propose it again.' },
  OWN_PROPOSAL: { clause: '2.6.2', message: 'Another security officer than the one who proposed it confirms it.' },
  PROPOSER_WITHOUT_DUTY: { clause: '2.6.2', message: 'Whoever proposed it no longer holds the duty for it; propose it again.' },
  OWN_APPOINTMENT: { clause: '2.6.3', message: 'Nobody decides about the own duties or the own clearance.' },
  // what one caller may cost
  OPERATION_TOO_LARGE: { clause: '1.5', message: 'The operation asks for too much at once; ask in parts.' },
  OPERATION_TOO_EXPENSIVE: { clause: '1.5', message: 'The operation could cost more than one may; ask for fewer rows, or in parts.' },
  OPERATION_TOO_COMPLEX: { clause: '1.5', message: 'There are too many ways to answer the operation; ask in parts.' },
  BUDGET_SPENT: { clause: '1.5', message: 'What may be asked in a minute is spent; wait, then ask again.' },
  BATCH_REFUSED: {
    clause: '1.5',
    message: 'A request takes one operation; send several requests, or several root fields in one operation.',
  },
  OPERATION_NOT_TRUSTED: {
    clause: '1.6',
    message: 'Without a token, and by a public client, only published operations run; sign in, or send one of schema/operations.',
  },
  PERSISTED_OPERATION_NOT_FOUND: {
    clause: '1.6',
    message: 'No published operation has this hash, and none can be registered by sending it; send the operation itself.',
  },
  INTROSPECTION_OFF: { clause: '1.6', message: 'The graph is not told here; read the SDL that the exchange publishes.' },
  PREFLIGHT_REQUIRED: {
    clause: '1.7',
    message: 'A browser could be made to send this; send content-type application/json, or a header apollo-require-preflight.',
  },
  // what is asked for
  MALFORMED_ID: { clause: '1.7', message: 'The id is not well formed.' },
  BAD_INPUT: { clause: '1.7', message: 'The input is not well formed.' },
  TEXT_TOO_LONG: { clause: '1.7', message: 'A text is longer than its field takes.' },
  CONTROL_CHARACTERS: { clause: '1.7', message: 'A text holds control characters; take them out.' },
  TITLE_REQUIRED: { clause: '4.1', message: 'A document needs a title.' },
  CONTENT_INCOMPLETE: { clause: '4.2', message: 'The kind asks for more content before it can be signed.' },
  PAGE_TOO_LARGE: { clause: '1.7', message: 'Ask for 1 to 100 rows at a time.' },
  CURSOR_INVALID: { clause: '1.7', message: 'The cursor is not one that this list gave.' },
  REQUEST_ID_REUSED: { clause: '1.4', message: 'This requestId was used with another input; choose a new one.' },
  TOO_MANY_GROUPS: { clause: '1.5', message: 'The statistic has more than 1000 groups; narrow the filter.' },
  // whose it is
  INSTITUTION_UNKNOWN: { clause: '1.1', message: 'There is no such institution.' },
  INSTITUTION_IN_USE: {
    clause: '1.16',
    message: 'The institution has documents, or others belong to it; what was exchanged stays evidence. It leaves by giving notice.',
  },
  WRONG_PERIMETER: { clause: '1.2', message: 'Another institution answers for this.' },
  NOT_OFFERED: { clause: '1.2', message: 'The institution does not offer this here; ask it in another way.' },
  KIND_NOT_OFFERED: { clause: '4.3', message: 'Your institution has no documents of this kind.' },
  DOCUMENT_NOT_FOUND: { clause: '3.1', message: 'There is no such document that you may know of.' },
  CONSIGNMENT_NOT_FOUND: { clause: '3.2', message: 'There is no such consignment that you may know of.' },
  DISPATCH_NOT_FOUND: { clause: '3.2', message: 'There is no such dispatch that you may know of.' },
  NOT_THE_AUTHOR: { clause: '3.3', message: 'Only the institution that wrote the document may do this.' },
  NOT_THE_RECIPIENT: { clause: '3.4', message: 'Only the institution that the consignment is addressed to may do this.' },
  NOT_THE_SENDER: { clause: '3.5', message: 'Only the institution that sent the consignment may do this.' },
  // a document's way
  DOCUMENT_NOT_DRAFT: { clause: '4.4', message: 'Only a draft can be changed or signed.' },
  APPROVAL_MISSING: {
    clause: '4.5',
    message: 'Documents of this kind are approved before they are signed; submit it, and let a signatory approve it.',
  },
  DOCUMENT_ALREADY_SUBMITTED: { clause: '4.5', message: 'The document is submitted already.' },
  DOCUMENT_NOT_SUBMITTED: { clause: '4.5', message: 'Only a submitted document is approved or returned; submit it first.' },
  APPROVER_IS_AUTHOR: { clause: '4.6', message: 'Who drafted or submitted a document does not approve it; ask another signatory.' },
  ALREADY_SIGNED: { clause: '5.2', message: 'You have signed this document; the next signature is another signatory’s.' },
  SIGNATURES_MISSING: { clause: '5.2', message: 'More officials must sign before it is registered.' },
  DOCUMENT_NOT_SIGNED: { clause: '6.1', message: 'Only a signed document can be registered; sign it first.' },
  DOCUMENT_NOT_REGISTERED: { clause: '6.2', message: 'Only a registered document can be dispatched or filed; register it first.' },
  DOCUMENT_ALREADY_REGISTERED: { clause: '6.3', message: 'A registered document can no longer be withdrawn.' },
  DOCUMENT_WITHDRAWN: { clause: '6.3', message: 'The document was withdrawn; draft a new one.' },
  // dispatch and delivery
  NO_ADDRESSEE: { clause: '7.1', message: 'Name at least one addressee.' },
  TOO_MANY_ADDRESSEES: { clause: '7.1', message: 'A dispatch takes at most 200 addressees; send several.' },
  ADDRESSEE_UNKNOWN: { clause: '7.2', message: 'An addressee is not a member of the exchange.' },
  ADDRESSEE_IS_SENDER: { clause: '7.3', message: 'An institution does not send to itself.' },
  DEADLINE_IN_THE_PAST: { clause: '7.4', message: 'The deadline has passed; name a later one.' },
  DEADLINE_TOO_FAR: { clause: '7.4', message: 'The deadline is further ahead than the regulation allows; name an earlier one.' },
  REPLY_NOT_ADDRESSED_TO_SENDER: { clause: '7.5', message: 'A reply answers a consignment that your institution received.' },
  ROUTE_CLOSED: { clause: '7.9', message: 'The regulation in force has no way for documents of this kind to an addressee.' },
  RELEASE_VOID: { clause: '7.6', message: 'This dispatch was given up; dispatch again.' },
  CONSIGNMENT_ALREADY_DELIVERED: { clause: '7.7', message: 'A delivered consignment can no longer be called back.' },
  CONSIGNMENT_CLOSED: { clause: '7.7', message: 'The consignment has come to its end already.' },
  KEY_HELD_BY_SERVER: { clause: '2.8', message: 'Here no server holds an official’s key; sign with a key of your own.' },
  SEAL_ENDED: { clause: '5.9', message: 'The institution’s seal has come to its end; its operator must make a new one.' },
  SIGNATURE_INVALID: { clause: '5.3', message: 'A signature does not match the document.' },
  // at the recipient
  CONSIGNMENT_NOT_DELIVERED: { clause: '8.1', message: 'The consignment is not delivered yet.' },
  CONSIGNMENT_ALREADY_REGISTERED: { clause: '8.2', message: 'The consignment is registered already.' },
  CONSIGNMENT_REFUSED: { clause: '8.3', message: 'The consignment was refused.' },
  CONSIGNMENT_NOT_REGISTERED: { clause: '8.4', message: 'Register the consignment first.' },
  RESOLUTION_ALREADY_ISSUED: { clause: '9.1', message: 'The consignment has a resolution already.' },
  RESOLUTION_MISSING: { clause: '9.2', message: 'There is no resolution to report on.' },
  EXECUTOR_UNKNOWN: { clause: '9.1', message: 'The executor is not an official of your institution with the duty of executor.' },
  NOT_THE_EXECUTOR: { clause: '9.2', message: 'Only the executor named in the resolution reports.' },
  EXECUTION_ALREADY_REPORTED: { clause: '9.2', message: 'The execution is reported already.' },
  ALREADY_FILED: { clause: '9.3', message: 'It is filed already.' },
  // the regulation in force
  REGULATION_UNKNOWN: { clause: '16.1', message: 'There is no such version of the regulation.' },
  REGULATION_IN_THE_PAST: { clause: '16.1', message: 'A version takes effect now or later, never before; name a later moment, or none.' },
  CONFIRMER_IS_PROPOSER: { clause: '16.2', message: 'Who proposed a version does not confirm it; ask another official of the exchange.' },
  PROPOSAL_DECIDED: { clause: '16.3', message: 'This version was confirmed or declined already; propose a new one.' },
  PROPOSAL_LAPSED: { clause: '16.2', message: 'The time to confirm this version is over; propose it anew.' },
  PROPOSAL_OVERTAKEN: { clause: '16.2', message: 'Another version was confirmed since this one was proposed; propose it anew.' },
  // break-glass
  BREAK_GLASS_NOT_FOUND: { clause: '13.1', message: 'There is no such sight under break-glass that you may know of.' },
  BREAK_GLASS_TOO_LONG: { clause: '13.1', message: 'Break-glass ends within 24 hours; name an earlier end.' },
  OWN_BREAK_GLASS: { clause: '13.1', message: 'You took another part in this; someone else has to do it.' },
  BREAK_GLASS_CLOSED: { clause: '13.3', message: 'It was decided, or has ended, already.' },
  BREAK_GLASS_NOT_OPEN: { clause: '13.1', message: 'It was never opened; a second security officer has to confirm it first.' },
  BREAK_GLASS_STILL_OPEN: { clause: '13.4', message: 'It is still open; end it, then review it.' },
  // what is away
  INSTITUTION_UNAVAILABLE: { clause: '1.8', message: 'The institution does not answer; try again later.' },
  SERVICE_UNAVAILABLE: { clause: '1.8', message: 'A part of the exchange does not answer; try again later.' },
  OPERATION_TOO_SLOW: { clause: '1.8', message: 'The operation took longer than it may.' },
  AUDIT_UNAVAILABLE: { clause: '10.2', message: 'The act cannot be put on record now; nothing was done. Try again later.' },
} as const satisfies Record<string, RefusalText>;

export type RefusalCode = keyof typeof refusals;
