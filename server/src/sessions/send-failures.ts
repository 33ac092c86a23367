/** Why a message wasn't sent, as it's kept with the message and shown to people. */
export interface SendFailure {
  code: SendFailureCode;
  message: string;
  retryable: boolean;
}

/** The contract's MessageFailureCode. */
export type SendFailureCode = keyof typeof failures;

/** Describes a failure; the sentence is English, and a client that speaks another language goes by the code. */
export function sendFailure(code: SendFailureCode): SendFailure {
  return { code, ...failures[code] };
}

/** What the error of an acknowledgement means. WhatsApp's own codes; the others are refusals without a name. */
export function failureOfAck(error: string): SendFailure {
  // 463: a new chat that WhatsApp doesn't let this number open now. 429: too fast. 404, 410: nobody there.
  if (error === '463') return sendFailure('reach_out_limited');
  if (error === '429') return sendFailure('rate_limited');
  if (error === '404' || error === '410') return sendFailure('recipient_unreachable');
  return sendFailure('rejected_by_whatsapp');
}

const failures = {
  not_on_whatsapp: { retryable: false, message: 'This number is not on WhatsApp.' },
  recipient_unreachable: { retryable: true, message: "WhatsApp did not tell the recipient's devices." },
  rejected_by_whatsapp: { retryable: false, message: 'WhatsApp refused the message.' },
  reach_out_limited: { retryable: true, message: 'WhatsApp limits new chats of this number for now.' },
  rate_limited: { retryable: true, message: 'WhatsApp asked to send more slowly.' },
  no_acknowledgement: { retryable: true, message: 'WhatsApp did not confirm the message in time.' },
  expired: { retryable: true, message: 'It waited too long for the session to connect.' },
  session_removed: { retryable: false, message: 'The session was removed before it was sent.' },
  media_upload_failed: { retryable: true, message: 'The file could not be uploaded to WhatsApp.' },
  media_unavailable: { retryable: false, message: 'The file is no longer stored here.' },
  session_logged_out: { retryable: true, message: 'The session lost its link before it was sent.' },
  message_failed: { retryable: false, message: 'The message that was to be changed was not sent.' },
  cancelled: { retryable: false, message: 'It was taken back before it was sent.' },
} as const satisfies Record<string, { retryable: boolean; message: string }>;
