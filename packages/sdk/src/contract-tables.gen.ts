// Generated from openapi.yaml by `npm run generate`. Do not edit.

/** What each permission allows. */
export const permissions = {
  "account:read": "Read the account acted for, and its branding.",
  "account:write": "Set how the account works.",
  "accounts:read": "List the client accounts of an agency.",
  "branding:write": "Change the account's look and its own domain.",
  "accounts:write": "Make, limit, suspend, resume and delete the client accounts of an agency.",
  "members:read": "Read who works in the account.",
  "members:write": "Invite people, change their roles and remove them.",
  "keys:read": "List API keys.",
  "keys:write": "Create and revoke API keys.",
  "embeds:write": "Mint, renew and revoke embed sessions.",
  "sessions:read": "Read sessions and their events.",
  "sessions:pair": "Link numbers; see the QR and the pairing code.",
  "sessions:write": "Name numbers, change their settings, pause, resume and move them.",
  "sessions:remove": "Unlink numbers.",
  "conversations:read": "Read conversations and messages, own and unassigned ones, and their events.",
  "conversations:read_all": "Read every conversation of the account, not only own and unassigned ones.",
  "conversations:write": "Mark conversations as read.",
  "messages:send": "Send messages in every conversation one may read, and start new ones.",
  "contacts:read": "Read contacts and their events.",
  "contacts:write": "Make and change contacts.",
  "contacts:merge": "Say that two contacts are one person, and undo it.",
  "audit:read": "Read, verify and export the audit."
} as const;

/** What each role may do in its own account. */
export const rolePermissions = {
  "admin": [
    "account:read",
    "members:write",
    "accounts:write",
    "account:write",
    "accounts:read",
    "branding:write",
    "members:read",
    "keys:read",
    "keys:write",
    "embeds:write",
    "sessions:read",
    "sessions:pair",
    "sessions:write",
    "sessions:remove",
    "conversations:read",
    "conversations:read_all",
    "conversations:write",
    "messages:send",
    "contacts:read",
    "contacts:write",
    "contacts:merge",
    "audit:read"
  ],
  "supervisor": [
    "account:read",
    "members:read",
    "sessions:read",
    "sessions:pair",
    "sessions:write",
    "conversations:read",
    "conversations:read_all",
    "conversations:write",
    "messages:send",
    "contacts:read",
    "contacts:write",
    "contacts:merge"
  ],
  "agent": [
    "account:read",
    "members:read",
    "sessions:read",
    "conversations:read",
    "conversations:write",
    "messages:send",
    "contacts:read",
    "contacts:write"
  ]
} as const;

/** What each embed component grants: its reads, and its features. */
export const componentGrants = {
  "inbox": {
    "description": "Conversations, threads and composer.",
    "reads": [
      "account:read",
      "members:read",
      "sessions:read",
      "conversations:read",
      "conversations:read_all",
      "contacts:read"
    ],
    "features": {
      "reply": [
        "messages:send",
        "conversations:write"
      ],
      "edit_contacts": [
        "contacts:write",
        "contacts:merge"
      ]
    }
  },
  "qrPairing": {
    "description": "Linking one number.",
    "reads": [
      "account:read",
      "sessions:read"
    ],
    "features": {
      "pair": [
        "sessions:pair"
      ]
    }
  },
  "sessions": {
    "description": "The list of numbers and their states.",
    "reads": [
      "account:read",
      "sessions:read"
    ],
    "features": {
      "pair": [
        "sessions:pair"
      ],
      "manage": [
        "sessions:write"
      ],
      "remove": [
        "sessions:remove"
      ]
    }
  }
} as const;

/** Which permission the receiver of an event needs. */
export const eventPermissions = {
  "session.updated": "sessions:read",
  "session.alerted": "sessions:read",
  "message.received": "conversations:read",
  "message.sent": "conversations:read",
  "message.updated": "conversations:read",
  "conversation.updated": "conversations:read",
  "conversation.withdrawn": "conversations:read",
  "contact.updated": "contacts:read",
  "contact.merged": "contacts:read",
  "contact.unmerged": "contacts:read"
} as const;

/** Status and title of each problem, and what the caller can do. */
export const problemCodes = {
  "invalid_request": {
    "status": 400,
    "title": "The request is not valid",
    "action": "fix"
  },
  "invalid_cursor": {
    "status": 400,
    "title": "The cursor is not valid",
    "action": "reload"
  },
  "idempotency_key_refused": {
    "status": 400,
    "title": "This operation cannot be repeated by key",
    "action": "fix"
  },
  "unauthenticated": {
    "status": 401,
    "title": "Sign in first",
    "action": "sign_in"
  },
  "second_factor_required": {
    "status": 401,
    "title": "A code is needed too",
    "action": "fix"
  },
  "invalid_credentials": {
    "status": 401,
    "title": "E-mail or password is wrong",
    "action": "fix"
  },
  "token_expired": {
    "status": 401,
    "title": "The token has expired",
    "action": "sign_in"
  },
  "token_revoked": {
    "status": 401,
    "title": "The credential was revoked",
    "action": "sign_in"
  },
  "forbidden": {
    "status": 403,
    "title": "You may not do this",
    "action": "ask"
  },
  "credential_not_allowed": {
    "status": 403,
    "title": "This kind of credential is not accepted here",
    "action": "fix"
  },
  "origin_not_allowed": {
    "status": 403,
    "title": "This origin is not allowed",
    "action": "ask"
  },
  "account_suspended": {
    "status": 403,
    "title": "The account is suspended",
    "action": "ask"
  },
  "grant_exceeds_caller": {
    "status": 403,
    "title": "That is more than you may give",
    "action": "ask"
  },
  "not_found": {
    "status": 404,
    "title": "Not found",
    "action": "fix"
  },
  "method_not_allowed": {
    "status": 405,
    "title": "This address takes another method",
    "action": "fix",
    "outside": true
  },
  "idempotency_in_progress": {
    "status": 409,
    "title": "The first request is still running",
    "action": "wait"
  },
  "idempotency_key_reused": {
    "status": 409,
    "title": "The key was used for another request",
    "action": "fix"
  },
  "session_not_connected": {
    "status": 409,
    "title": "The session is not connected",
    "action": "wait"
  },
  "session_removed": {
    "status": 409,
    "title": "The session was removed",
    "action": "fix"
  },
  "session_already_connected": {
    "status": 409,
    "title": "The session is connected already",
    "action": "reload"
  },
  "session_not_linked": {
    "status": 409,
    "title": "The session is not linked",
    "action": "fix"
  },
  "domain_taken": {
    "status": 409,
    "title": "This domain is somebody else's",
    "action": "fix"
  },
  "domain_active": {
    "status": 409,
    "title": "The account has a domain already",
    "action": "fix"
  },
  "domain_missing": {
    "status": 409,
    "title": "No domain was claimed",
    "action": "fix"
  },
  "domains_not_set_up": {
    "status": 409,
    "title": "This server serves no own domains",
    "action": "ask"
  },
  "account_closing": {
    "status": 409,
    "title": "The account is being closed",
    "action": "fix"
  },
  "last_admin": {
    "status": 409,
    "title": "An account keeps an admin",
    "action": "fix"
  },
  "already_member": {
    "status": 409,
    "title": "This person is a member already",
    "action": "fix"
  },
  "second_factor_on": {
    "status": 409,
    "title": "A second factor is in use",
    "action": "fix"
  },
  "limit_reached": {
    "status": 409,
    "title": "The account has reached a limit",
    "action": "ask"
  },
  "message_not_sent": {
    "status": 409,
    "title": "The message was not sent yet",
    "action": "fix"
  },
  "not_the_author": {
    "status": 409,
    "title": "The business did not write this message",
    "action": "fix"
  },
  "message_deleted": {
    "status": 409,
    "title": "The message was deleted",
    "action": "reload"
  },
  "not_editable": {
    "status": 409,
    "title": "A message of this kind has no text to edit",
    "action": "fix"
  },
  "too_late": {
    "status": 409,
    "title": "WhatsApp does not allow it any more",
    "action": "fix"
  },
  "not_forwardable": {
    "status": 409,
    "title": "This message cannot be passed on",
    "action": "fix"
  },
  "groups_off": {
    "status": 409,
    "title": "The account has turned groups off",
    "action": "ask"
  },
  "not_merged": {
    "status": 409,
    "title": "The contact is not merged",
    "action": "reload"
  },
  "not_retryable": {
    "status": 409,
    "title": "Sending it again cannot help",
    "action": "fix"
  },
  "events_expired": {
    "status": 410,
    "title": "Events that old are no longer kept",
    "action": "reload"
  },
  "media_link_expired": {
    "status": 410,
    "title": "The link has expired",
    "action": "reload"
  },
  "invitation_ended": {
    "status": 410,
    "title": "The invitation is over",
    "action": "fix"
  },
  "reset_ended": {
    "status": 410,
    "title": "The link is over",
    "action": "fix"
  },
  "embed_session_ended": {
    "status": 410,
    "title": "The embed session has ended",
    "action": "sign_in"
  },
  "revision_conflict": {
    "status": 412,
    "title": "Somebody else changed it",
    "action": "reload"
  },
  "body_too_large": {
    "status": 413,
    "title": "The body is too large",
    "action": "fix"
  },
  "unsupported_media_type": {
    "status": 415,
    "title": "The body is of another type",
    "action": "fix"
  },
  "range_not_satisfiable": {
    "status": 416,
    "title": "The file has no such range",
    "action": "fix"
  },
  "not_on_whatsapp": {
    "status": 422,
    "title": "This number is not on WhatsApp",
    "action": "fix"
  },
  "session_required": {
    "status": 422,
    "title": "Say which session to send from",
    "action": "fix"
  },
  "session_mismatch": {
    "status": 422,
    "title": "The conversation belongs to another session",
    "action": "fix"
  },
  "same_contact": {
    "status": 422,
    "title": "That is the contact itself",
    "action": "fix"
  },
  "quoted_elsewhere": {
    "status": 422,
    "title": "The quoted message is not in this conversation",
    "action": "fix"
  },
  "color_unreadable": {
    "status": 422,
    "title": "This colour cannot be read",
    "action": "fix"
  },
  "logo_unsuitable": {
    "status": 422,
    "title": "This picture cannot be a logo",
    "action": "fix"
  },
  "media_unsuitable": {
    "status": 422,
    "title": "This file cannot be sent like that",
    "action": "fix"
  },
  "wrong_password": {
    "status": 422,
    "title": "The password is wrong",
    "action": "fix"
  },
  "wrong_code": {
    "status": 422,
    "title": "The code is wrong",
    "action": "fix"
  },
  "grant_exceeds_role": {
    "status": 422,
    "title": "The role may not use this component",
    "action": "fix"
  },
  "upgrade_required": {
    "status": 426,
    "title": "This address speaks WebSocket",
    "action": "fix"
  },
  "rate_limited": {
    "status": 429,
    "title": "Too many requests",
    "action": "wait"
  },
  "internal_error": {
    "status": 500,
    "title": "Something went wrong on our side",
    "action": "report"
  },
  "transport_unavailable": {
    "status": 503,
    "title": "No gateway serves this account",
    "action": "wait"
  },
  "unavailable": {
    "status": 503,
    "title": "Not available at the moment",
    "action": "wait"
  }
} as const;

/** What each reason of a session means. */
export const sessionReasons = {
  "waiting_for_scan": {
    "status": [
      "pairing"
    ],
    "action": "scan",
    "meaning": "The QR waits to be scanned with the phone."
  },
  "waiting_for_code": {
    "status": [
      "pairing"
    ],
    "action": "enter_code",
    "meaning": "The code waits to be typed on the phone."
  },
  "pairing_expired": {
    "status": [
      "failed",
      "logged_out"
    ],
    "action": "pair_again",
    "meaning": "Nobody scanned the QR or typed the code in time."
  },
  "scanned": {
    "status": [
      "connecting"
    ],
    "action": "wait",
    "meaning": "The phone accepted; the first connection is being made."
  },
  "connecting": {
    "status": [
      "connecting"
    ],
    "action": "wait",
    "meaning": "The connection is being made."
  },
  "restart_required": {
    "status": [
      "connecting",
      "disconnected"
    ],
    "action": "wait",
    "meaning": "WhatsApp asked for a new connection."
  },
  "connection_lost": {
    "status": [
      "disconnected"
    ],
    "action": "wait",
    "meaning": "The connection broke; it is being tried again with growing pauses."
  },
  "connection_replaced": {
    "status": [
      "disconnected"
    ],
    "action": "open_phone",
    "meaning": "Another program uses this linked device; it is tried again with long pauses."
  },
  "upgrade_refused": {
    "status": [
      "disconnected"
    ],
    "action": "wait",
    "meaning": "WhatsApp refused the connection for now."
  },
  "version_refused": {
    "status": [
      "disconnected"
    ],
    "action": "wait",
    "meaning": "WhatsApp no longer takes this version of WhatsApp Web; another one is tried."
  },
  "proxy_unreachable": {
    "status": [
      "pairing",
      "disconnected"
    ],
    "action": "check_proxy",
    "meaning": "The proxy of the session does not answer, or refuses; look at its address and password."
  },
  "flooded": {
    "status": [
      "disconnected"
    ],
    "action": "wait",
    "meaning": "More came over the connection than one number may take from the others; it is connected again after a pause."
  },
  "server_unavailable": {
    "status": [
      "disconnected"
    ],
    "action": "wait",
    "meaning": "WhatsApp does not answer."
  },
  "transport_unavailable": {
    "status": [
      "pairing",
      "connecting",
      "disconnected"
    ],
    "action": "wait",
    "meaning": "No gateway of ours serves this account at the moment."
  },
  "logged_out": {
    "status": [
      "logged_out"
    ],
    "action": "pair_again",
    "meaning": "WhatsApp ended the link."
  },
  "device_removed": {
    "status": [
      "logged_out"
    ],
    "action": "pair_again",
    "meaning": "Somebody unlinked the device on the phone."
  },
  "wrong_number": {
    "status": [
      "failed",
      "logged_out"
    ],
    "action": "pair_again",
    "meaning": "Another number than the session's was paired; that device was unlinked."
  },
  "number_in_use": {
    "status": [
      "failed"
    ],
    "action": "none",
    "meaning": "This number has a session in the account already; the new device was unlinked."
  },
  "bad_session": {
    "status": [
      "failed"
    ],
    "action": "pair_again",
    "meaning": "The keys of this link can no longer be used."
  },
  "banned": {
    "status": [
      "failed"
    ],
    "action": "open_phone",
    "meaning": "WhatsApp has blocked the number."
  },
  "passkey_required": {
    "status": [
      "failed"
    ],
    "action": "open_phone",
    "meaning": "The account links devices only with its passkey, which no program can give yet; the phone can turn that off."
  },
  "history_refused": {
    "status": [
      "connected"
    ],
    "action": "none",
    "meaning": "Connected; older messages are not imported."
  },
  "paused_by_person": {
    "status": [
      "paused"
    ],
    "action": "resume",
    "meaning": "A person paused it."
  },
  "account_suspended": {
    "status": [
      "paused"
    ],
    "action": "ask_admin",
    "meaning": "The account is suspended."
  },
  "removed": {
    "status": [
      "removed"
    ],
    "action": "none",
    "meaning": "It was removed and the device is unlinked."
  },
  "removed_offline": {
    "status": [
      "removed"
    ],
    "action": "unlink_on_phone",
    "meaning": "It was removed while offline; unlink the device on the phone."
  },
  "revived": {
    "status": [
      "removed"
    ],
    "action": "none",
    "meaning": "The number had an earlier session, which goes on in its place."
  }
} as const;

/** What takes from the health of a session. */
export const healthCauses = {
  "link_ended": {
    "action": "pair_again",
    "alert": "at_once",
    "meaning": "The link is over (see the reason of the session): nothing comes or goes until it is paired again."
  },
  "disconnected": {
    "action": "wait",
    "alert": "later",
    "meaning": "It is not connected; it is being tried again."
  },
  "connection_replaced": {
    "action": "open_phone",
    "alert": "at_once",
    "meaning": "Another program uses this linked device and has pushed this one out more than once."
  },
  "silent": {
    "action": "wait",
    "alert": "later",
    "meaning": "It is connected and of no use: WhatsApp does not answer, or what it announced does not come. The connection is made anew."
  },
  "reconnecting_often": {
    "action": "wait",
    "alert": "at_once",
    "meaning": "The connection breaks again and again."
  },
  "sends_unconfirmed": {
    "action": "wait",
    "alert": "later",
    "meaning": "WhatsApp does not confirm messages that were handed to it."
  },
  "sends_failing": {
    "action": "open_phone",
    "alert": "at_once",
    "meaning": "Many of the messages that were sent have failed."
  },
  "outbox_waiting": {
    "action": "wait",
    "alert": "later",
    "meaning": "It is connected, and messages wait to be sent for long."
  },
  "new_chats_restricted": {
    "action": "wait",
    "alert": "at_once",
    "meaning": "WhatsApp lets this number begin no new chats for now; replies go on."
  },
  "waiting_for_phone": {
    "action": "open_phone",
    "alert": "later",
    "meaning": "Messages, often of people who clicked an ad, wait for the phone: open WhatsApp there."
  },
  "undecryptable": {
    "action": "open_phone",
    "alert": "later",
    "meaning": "Messages came that can not be read; they are asked for again."
  },
  "inbox_behind": {
    "action": "ask_admin",
    "alert": "later",
    "meaning": "Messages came and are kept, and do not reach the inbox."
  }
} as const;

/** Why a message was not sent. */
export const messageFailures = {
  "not_on_whatsapp": {
    "retryable": false,
    "meaning": "The number is not on WhatsApp."
  },
  "recipient_unreachable": {
    "retryable": true,
    "meaning": "WhatsApp did not tell the recipient's devices."
  },
  "rejected_by_whatsapp": {
    "retryable": false,
    "meaning": "WhatsApp refused the message."
  },
  "reach_out_limited": {
    "retryable": true,
    "meaning": "WhatsApp limits new chats of this number for now."
  },
  "rate_limited": {
    "retryable": true,
    "meaning": "WhatsApp asked to send more slowly."
  },
  "no_acknowledgement": {
    "retryable": true,
    "meaning": "WhatsApp did not confirm the message in time."
  },
  "expired": {
    "retryable": true,
    "meaning": "It waited too long for the session to connect."
  },
  "session_removed": {
    "retryable": false,
    "meaning": "The session was removed before it was sent."
  },
  "session_logged_out": {
    "retryable": true,
    "meaning": "The session lost its link before it was sent."
  },
  "media_upload_failed": {
    "retryable": true,
    "meaning": "The file could not be uploaded to WhatsApp."
  },
  "media_unavailable": {
    "retryable": false,
    "meaning": "The file is no longer stored here."
  },
  "message_failed": {
    "retryable": false,
    "meaning": "The message that was to be changed was not sent."
  },
  "cancelled": {
    "retryable": false,
    "meaning": "It was taken back before it was sent."
  }
} as const;

/** Why the server closes a socket, and whether to come back. */
export const byeCodes = {
  "bad_frame": {
    "close": 4400,
    "reconnect": "never",
    "meaning": "A frame that is not in the contract, or too large."
  },
  "hello_timeout": {
    "close": 4408,
    "reconnect": "later",
    "meaning": "No hello within 5 seconds."
  },
  "unauthenticated": {
    "close": 4401,
    "reconnect": "token",
    "meaning": "The token is unknown or forged."
  },
  "token_expired": {
    "close": 4402,
    "reconnect": "token",
    "meaning": "The token ended and no fresh one came."
  },
  "revoked": {
    "close": 4403,
    "reconnect": "never",
    "meaning": "The credential, embed session or member was taken back."
  },
  "forbidden": {
    "close": 4404,
    "reconnect": "never",
    "meaning": "None of the topics is allowed."
  },
  "origin_not_allowed": {
    "close": 4405,
    "reconnect": "never",
    "meaning": "The token is not for this origin."
  },
  "not_found": {
    "close": 4406,
    "reconnect": "never",
    "meaning": "There is no such account for this credential."
  },
  "account_suspended": {
    "close": 4407,
    "reconnect": "never",
    "meaning": "The account is suspended."
  },
  "slow_consumer": {
    "close": 4413,
    "reconnect": "at_once",
    "meaning": "Too much was waiting to be read; resume by after."
  },
  "too_many_sockets": {
    "close": 4429,
    "reconnect": "later",
    "meaning": "This credential has too many open sockets."
  },
  "going_away": {
    "close": 1001,
    "reconnect": "later",
    "meaning": "The server is stopping."
  }
} as const;

/** Every operation: where it is, what it needs, whether it may be repeated by key. */
export const operations = {
  "signIn": {
    "method": "POST",
    "path": "/auth/sign-in",
    "permission": "public",
    "audit": "sign_in.created",
    "idempotency": "refused",
    "credentials": []
  },
  "refreshAccess": {
    "method": "POST",
    "path": "/auth/refresh",
    "permission": "authenticated",
    "audit": false,
    "idempotency": "refused",
    "credentials": [
      "refreshCookie"
    ]
  },
  "switchAccount": {
    "method": "POST",
    "path": "/auth/switch",
    "permission": "authenticated",
    "audit": "sign_in.switched",
    "idempotency": "refused",
    "credentials": [
      "accessToken"
    ]
  },
  "signOut": {
    "method": "POST",
    "path": "/auth/sign-out",
    "permission": "authenticated",
    "audit": "sign_in.ended",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "refreshCookie"
    ]
  },
  "listSignIns": {
    "method": "GET",
    "path": "/auth/sign-ins",
    "permission": "authenticated",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken"
    ]
  },
  "endOtherSignIns": {
    "method": "DELETE",
    "path": "/auth/sign-ins",
    "permission": "authenticated",
    "audit": "sign_in.ended",
    "idempotency": null,
    "credentials": [
      "accessToken"
    ]
  },
  "endSignIn": {
    "method": "DELETE",
    "path": "/auth/sign-ins/{signInId}",
    "permission": "authenticated",
    "audit": "sign_in.ended",
    "idempotency": null,
    "credentials": [
      "accessToken"
    ]
  },
  "changePassword": {
    "method": "POST",
    "path": "/auth/password",
    "permission": "authenticated",
    "audit": "password.changed",
    "idempotency": "refused",
    "credentials": [
      "accessToken"
    ]
  },
  "requestPasswordReset": {
    "method": "POST",
    "path": "/auth/password-resets",
    "permission": "public",
    "audit": false,
    "idempotency": "natural",
    "credentials": []
  },
  "resetPassword": {
    "method": "POST",
    "path": "/auth/password-resets/confirm",
    "permission": "public",
    "audit": "password.reset",
    "idempotency": "refused",
    "credentials": []
  },
  "readInvitation": {
    "method": "POST",
    "path": "/auth/invitations/read",
    "permission": "public",
    "audit": false,
    "idempotency": "natural",
    "credentials": []
  },
  "acceptInvitation": {
    "method": "POST",
    "path": "/auth/invitations/accept",
    "permission": "public",
    "audit": "invitation.accepted",
    "idempotency": "refused",
    "credentials": []
  },
  "getSecondFactor": {
    "method": "GET",
    "path": "/auth/second-factor",
    "permission": "authenticated",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken"
    ]
  },
  "beginSecondFactor": {
    "method": "POST",
    "path": "/auth/second-factor",
    "permission": "authenticated",
    "audit": false,
    "idempotency": "refused",
    "credentials": [
      "accessToken"
    ]
  },
  "confirmSecondFactor": {
    "method": "POST",
    "path": "/auth/second-factor/confirm",
    "permission": "authenticated",
    "audit": "second_factor.enabled",
    "idempotency": "refused",
    "credentials": [
      "accessToken"
    ]
  },
  "removeSecondFactor": {
    "method": "POST",
    "path": "/auth/second-factor/remove",
    "permission": "authenticated",
    "audit": "second_factor.disabled",
    "idempotency": "natural",
    "credentials": [
      "accessToken"
    ]
  },
  "getMe": {
    "method": "GET",
    "path": "/me",
    "permission": "authenticated",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listAccounts": {
    "method": "GET",
    "path": "/accounts",
    "permission": "accounts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "createAccount": {
    "method": "POST",
    "path": "/accounts",
    "permission": "accounts:write",
    "audit": "account.created",
    "idempotency": "accepted",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "getAccount": {
    "method": "GET",
    "path": "/accounts/{accountId}",
    "permission": "account:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "updateAccount": {
    "method": "PATCH",
    "path": "/accounts/{accountId}",
    "permission": "account:write",
    "audit": "account.updated",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "deleteAccount": {
    "method": "DELETE",
    "path": "/accounts/{accountId}",
    "permission": "accounts:write",
    "audit": "account.deleted",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "suspendAccount": {
    "method": "POST",
    "path": "/accounts/{accountId}/suspend",
    "permission": "accounts:write",
    "audit": "account.suspended",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "resumeAccount": {
    "method": "POST",
    "path": "/accounts/{accountId}/resume",
    "permission": "accounts:write",
    "audit": "account.resumed",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "getAccountUsage": {
    "method": "GET",
    "path": "/accounts/{accountId}/usage",
    "permission": "account:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "listAccountUsage": {
    "method": "GET",
    "path": "/account-usage",
    "permission": "accounts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "listErasureReceipts": {
    "method": "GET",
    "path": "/erasure-receipts",
    "permission": "accounts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "getBranding": {
    "method": "GET",
    "path": "/branding",
    "permission": "account:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "updateBranding": {
    "method": "PATCH",
    "path": "/branding",
    "permission": "branding:write",
    "audit": "branding.updated",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "putLogo": {
    "method": "PUT",
    "path": "/branding/logos/{logoKind}",
    "permission": "branding:write",
    "audit": "logo.replaced",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "removeLogo": {
    "method": "DELETE",
    "path": "/branding/logos/{logoKind}",
    "permission": "branding:write",
    "audit": "logo.removed",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getBrandFile": {
    "method": "GET",
    "path": "/branding/files/{brandFileId}",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  },
  "getDomain": {
    "method": "GET",
    "path": "/domain",
    "permission": "account:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "claimDomain": {
    "method": "PUT",
    "path": "/domain",
    "permission": "branding:write",
    "audit": "domain.claimed",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "removeDomain": {
    "method": "DELETE",
    "path": "/domain",
    "permission": "branding:write",
    "audit": "domain.removed",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "checkDomain": {
    "method": "POST",
    "path": "/domain/check",
    "permission": "branding:write",
    "audit": "domain.activated",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getCertificatePermission": {
    "method": "GET",
    "path": "/certificate-permission",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  },
  "getHostBranding": {
    "method": "GET",
    "path": "/host-branding",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  },
  "listMembers": {
    "method": "GET",
    "path": "/members",
    "permission": "members:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getMember": {
    "method": "GET",
    "path": "/members/{memberId}",
    "permission": "members:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "updateMember": {
    "method": "PATCH",
    "path": "/members/{memberId}",
    "permission": "members:write",
    "audit": "member.updated",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "removeMember": {
    "method": "DELETE",
    "path": "/members/{memberId}",
    "permission": "members:write",
    "audit": "member.removed",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "listInvitations": {
    "method": "GET",
    "path": "/invitations",
    "permission": "members:write",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "createInvitation": {
    "method": "POST",
    "path": "/invitations",
    "permission": "members:write",
    "audit": "invitation.created",
    "idempotency": "refused",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "revokeInvitation": {
    "method": "DELETE",
    "path": "/invitations/{invitationId}",
    "permission": "members:write",
    "audit": "invitation.revoked",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "listApiKeys": {
    "method": "GET",
    "path": "/api-keys",
    "permission": "keys:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "createApiKey": {
    "method": "POST",
    "path": "/api-keys",
    "permission": "keys:write",
    "audit": "api_key.created",
    "idempotency": "refused",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "revokeApiKey": {
    "method": "DELETE",
    "path": "/api-keys/{apiKeyId}",
    "permission": "keys:write",
    "audit": "api_key.revoked",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "rotateApiKey": {
    "method": "POST",
    "path": "/api-keys/{apiKeyId}/rotate",
    "permission": "keys:write",
    "audit": "api_key.rotated",
    "idempotency": "refused",
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "createEmbedSession": {
    "method": "POST",
    "path": "/embed-sessions",
    "permission": "embeds:write",
    "audit": "embed_session.created",
    "idempotency": "refused",
    "credentials": [
      "apiKey"
    ]
  },
  "revokeEmbedSessionsByExternalId": {
    "method": "DELETE",
    "path": "/embed-sessions",
    "permission": "embeds:write",
    "audit": "embed_session.revoked",
    "idempotency": null,
    "credentials": [
      "apiKey"
    ]
  },
  "revokeEmbedSession": {
    "method": "DELETE",
    "path": "/embed-sessions/{embedSessionId}",
    "permission": "embeds:write",
    "audit": "embed_session.revoked",
    "idempotency": null,
    "credentials": [
      "apiKey"
    ]
  },
  "createEmbedToken": {
    "method": "POST",
    "path": "/embed-sessions/{embedSessionId}/tokens",
    "permission": "embeds:write",
    "audit": false,
    "idempotency": "refused",
    "credentials": [
      "apiKey"
    ]
  },
  "listAuditEntries": {
    "method": "GET",
    "path": "/audit",
    "permission": "audit:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "verifyAudit": {
    "method": "GET",
    "path": "/audit/verify",
    "permission": "audit:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "exportAudit": {
    "method": "GET",
    "path": "/audit/export",
    "permission": "audit:read",
    "audit": "audit.exported",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey"
    ]
  },
  "connectSession": {
    "method": "POST",
    "path": "/connect",
    "permission": "sessions:pair",
    "audit": "session.pairing_started",
    "idempotency": "accepted",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listSessions": {
    "method": "GET",
    "path": "/sessions",
    "permission": "sessions:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getSession": {
    "method": "GET",
    "path": "/sessions/{sessionId}",
    "permission": "sessions:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "updateSession": {
    "method": "PATCH",
    "path": "/sessions/{sessionId}",
    "permission": "sessions:write",
    "audit": "session.updated",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "removeSession": {
    "method": "DELETE",
    "path": "/sessions/{sessionId}",
    "permission": "sessions:remove",
    "audit": "session.removed",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "pauseSession": {
    "method": "POST",
    "path": "/sessions/{sessionId}/pause",
    "permission": "sessions:write",
    "audit": "session.paused",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "resumeSession": {
    "method": "POST",
    "path": "/sessions/{sessionId}/resume",
    "permission": "sessions:write",
    "audit": "session.resumed",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "handOverSession": {
    "method": "POST",
    "path": "/sessions/{sessionId}/handover",
    "permission": "sessions:write",
    "audit": "session.handed_over",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listSessionHealth": {
    "method": "GET",
    "path": "/sessions/{sessionId}/health",
    "permission": "sessions:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listSessionJournal": {
    "method": "GET",
    "path": "/sessions/{sessionId}/journal",
    "permission": "sessions:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "sendMessage": {
    "method": "POST",
    "path": "/send-message",
    "permission": "messages:send",
    "audit": false,
    "idempotency": "accepted",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getMessage": {
    "method": "GET",
    "path": "/messages/{messageId}",
    "permission": "conversations:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "editMessage": {
    "method": "PATCH",
    "path": "/messages/{messageId}",
    "permission": "messages:send",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "deleteMessage": {
    "method": "DELETE",
    "path": "/messages/{messageId}",
    "permission": "messages:send",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "retryMessage": {
    "method": "POST",
    "path": "/messages/{messageId}/retry",
    "permission": "messages:send",
    "audit": false,
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "forwardMessage": {
    "method": "POST",
    "path": "/messages/{messageId}/forward",
    "permission": "messages:send",
    "audit": false,
    "idempotency": "accepted",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "setReaction": {
    "method": "PUT",
    "path": "/messages/{messageId}/reaction",
    "permission": "messages:send",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "removeReaction": {
    "method": "DELETE",
    "path": "/messages/{messageId}/reaction",
    "permission": "messages:send",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "uploadMedia": {
    "method": "POST",
    "path": "/media",
    "permission": "messages:send",
    "audit": false,
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getMedia": {
    "method": "GET",
    "path": "/media/{mediaId}",
    "permission": "conversations:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getMediaContent": {
    "method": "GET",
    "path": "/media/{mediaId}/content",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  },
  "listConversations": {
    "method": "GET",
    "path": "/conversations",
    "permission": "conversations:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getConversation": {
    "method": "GET",
    "path": "/conversations/{conversationId}",
    "permission": "conversations:read",
    "audit": "conversation.read",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listMessages": {
    "method": "GET",
    "path": "/conversations/{conversationId}/messages",
    "permission": "conversations:read",
    "audit": "conversation.read",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "markConversationRead": {
    "method": "POST",
    "path": "/conversations/{conversationId}/read",
    "permission": "conversations:write",
    "audit": false,
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listContacts": {
    "method": "GET",
    "path": "/contacts",
    "permission": "contacts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "createContact": {
    "method": "POST",
    "path": "/contacts",
    "permission": "contacts:write",
    "audit": "contact.created",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "getContact": {
    "method": "GET",
    "path": "/contacts/{contactId}",
    "permission": "contacts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "updateContact": {
    "method": "PATCH",
    "path": "/contacts/{contactId}",
    "permission": "contacts:write",
    "audit": "contact.updated",
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "mergeContacts": {
    "method": "POST",
    "path": "/contacts/{contactId}/merge",
    "permission": "contacts:merge",
    "audit": "contact.merged",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "unmergeContact": {
    "method": "POST",
    "path": "/contacts/{contactId}/unmerge",
    "permission": "contacts:merge",
    "audit": "contact.unmerged",
    "idempotency": "natural",
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listContactMerges": {
    "method": "GET",
    "path": "/contacts/{contactId}/merges",
    "permission": "contacts:read",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "listEvents": {
    "method": "GET",
    "path": "/events",
    "permission": "authenticated",
    "audit": false,
    "idempotency": null,
    "credentials": [
      "accessToken",
      "apiKey",
      "embedToken"
    ]
  },
  "openRealtime": {
    "method": "GET",
    "path": "/realtime",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  },
  "getHealth": {
    "method": "GET",
    "path": "/health",
    "permission": "public",
    "audit": false,
    "idempotency": null,
    "credentials": []
  }
} as const;
