/** Why an address of somebody's choice was not called, or did not give what was asked. */
export type OutgoingReason =
  | 'address_invalid'
  | 'address_private'
  | 'host_unknown'
  | 'redirects_exceeded'
  | 'unreachable'
  | 'timed_out'
  | 'too_large'
  | 'answer_invalid';

/** An address of somebody's choice was not called, or did not answer as asked. The message is for that person. */
export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly code: OutgoingReason;

  constructor(code: OutgoingReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
