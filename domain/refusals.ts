interface RefusalText {
  /** The clause of `docs/regulation` that refuses; none where the request itself is not well formed. */
  readonly clause: string | null;
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
  DUTY_REQUIRED: { clause: '2.3', message: 'You hold no duty that gives this right.' },
  // what is asked for
  MALFORMED_ID: { clause: null, message: 'The id is not well formed.' },
  BAD_INPUT: { clause: null, message: 'The input is not well formed.' },
  TEXT_TOO_LONG: { clause: null, message: 'A text is longer than its field takes.' },
  CONTROL_CHARACTERS: { clause: null, message: 'A text holds control characters; take them out.' },
  TITLE_REQUIRED: { clause: '4.1', message: 'A document needs a title.' },
  CONTENT_INCOMPLETE: { clause: '4.2', message: 'The kind asks for more content before it can be signed.' },
  PAGE_TOO_LARGE: { clause: null, message: 'Ask for 1 to 100 rows at a time.' },
  CURSOR_INVALID: { clause: null, message: 'The cursor is not one that this list gave.' },
  REQUEST_ID_REUSED: { clause: '1.4', message: 'This requestId was used with another input; choose a new one.' },
  TOO_MANY_GROUPS: { clause: null, message: 'The statistic has more than 1000 groups; narrow the filter.' },
  OPERATION_TOO_LARGE: { clause: null, message: 'The operation asks for too much at once; ask in parts.' },
  // whose it is
  INSTITUTION_UNKNOWN: { clause: '1.1', message: 'There is no such institution.' },
  WRONG_PERIMETER: { clause: '1.2', message: 'Another institution answers for this.' },
  KIND_NOT_OFFERED: { clause: '4.3', message: 'Your institution has no documents of this kind.' },
  DOCUMENT_NOT_FOUND: { clause: '3.1', message: 'There is no such document that you may know of.' },
  CONSIGNMENT_NOT_FOUND: { clause: '3.2', message: 'There is no such consignment that you may know of.' },
  DISPATCH_NOT_FOUND: { clause: '3.2', message: 'There is no such dispatch that you may know of.' },
  NOT_THE_AUTHOR: { clause: '3.3', message: 'Only the institution that wrote the document may do this.' },
  NOT_THE_RECIPIENT: { clause: '3.4', message: 'Only the institution that the consignment is addressed to may do this.' },
  NOT_THE_SENDER: { clause: '3.5', message: 'Only the institution that sent the consignment may do this.' },
  // a document's way
  DOCUMENT_NOT_DRAFT: { clause: '4.4', message: 'Only a draft can be changed or signed.' },
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
  DEADLINE_TOO_FAR: { clause: '7.4', message: 'Delivery is tried for 30 days at most; name an earlier time.' },
  REPLY_NOT_ADDRESSED_TO_SENDER: { clause: '7.5', message: 'A reply answers a consignment that your institution received.' },
  RELEASE_VOID: { clause: '7.6', message: 'This dispatch was given up; dispatch again.' },
  CONSIGNMENT_ALREADY_DELIVERED: { clause: '7.7', message: 'A delivered consignment can no longer be called back.' },
  CONSIGNMENT_CLOSED: { clause: '7.7', message: 'The consignment has come to its end already.' },
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
  // break-glass
  BREAK_GLASS_NOT_FOUND: { clause: '13.1', message: 'There is no such sight under break-glass that you may know of.' },
  BREAK_GLASS_TOO_LONG: { clause: '13.1', message: 'Break-glass ends within 24 hours; name an earlier end.' },
  OWN_BREAK_GLASS: { clause: '13.1', message: 'You took another part in this; someone else has to do it.' },
  BREAK_GLASS_CLOSED: { clause: '13.3', message: 'It was decided, or has ended, already.' },
  BREAK_GLASS_NOT_OPEN: { clause: '13.1', message: 'It was never opened; a second security officer has to confirm it first.' },
  BREAK_GLASS_STILL_OPEN: { clause: '13.4', message: 'It is still open; end it, then review it.' },
  // what is away
  INSTITUTION_UNAVAILABLE: { clause: null, message: 'The institution does not answer; try again later.' },
  SERVICE_UNAVAILABLE: { clause: null, message: 'A part of the exchange does not answer; try again later.' },
  AUDIT_UNAVAILABLE: { clause: '10.2', message: 'The act cannot be put on record now; nothing was done. Try again later.' },
} as const satisfies Record<string, RefusalText>;

export type RefusalCode = keyof typeof refusals;
