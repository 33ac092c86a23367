// Generated from openapi.yaml by `npm run generate`. Do not edit.

import type { SendMessageRequest } from './contract-types.ts';
import type { CallOptions, EditOptions, WriteOptions } from './http.ts';
import type { Answer, Body, Query } from './operation-types.ts';

/** What an embed token may call. */
export interface EmbedOperations {
  /**
   * Who the caller is.
   *
   * The credential's kind, the account it acts for and what it may do there right now. Roles are read at each request,
   * so a change of role shows here, and acts, at once. A client reads this first to know what to show.
   */
  getMe(options?: CallOptions): Promise<Answer<'getMe'>>;
  /**
   * Read an account.
   *
   * The account the caller acts for, or one of its clients when the caller is an agency. `ETag` is what
   * `updateAccount` wants as `If-Match`.
   */
  getAccount(accountId: string, options?: CallOptions): Promise<Answer<'getAccount'>>;
  /**
   * Read the account's branding.
   *
   * Name, logo and colours of the account acted for. What is null falls back to the product's neutral look; a client
   * needs only `brandColor` to derive a palette whose contrast holds.
   */
  getBranding(options?: CallOptions): Promise<Answer<'getBranding'>>;
  /**
   * Read the account's own domain.
   *
   * The domain that was claimed, and how far its records are, as the last check found them. `status` is `none` where
   * none was claimed.
   */
  getDomain(options?: CallOptions): Promise<Answer<'getDomain'>>;
  /**
   * List the account's members.
   *
   * People who work in the account, oldest first: those who sign in and those embedded by a host. Members who were
   * removed are left out; their id still answers at `GET /members/{memberId}`, so that old messages keep their author.
   */
  listMembers(query?: Query<'listMembers'>, options?: CallOptions): Promise<Answer<'listMembers'>>;
  /**
   * Read a member.
   *
   * One person in the account acted for, also when removed since (`status` says so).
   */
  getMember(memberId: string, options?: CallOptions): Promise<Answer<'getMember'>>;
  /**
   * Link a WhatsApp number.
   *
   * Starts pairing and answers the session in `pairing`. Its QR is in the answer or follows within a second: poll
   * `GET /sessions/{sessionId}`, or listen to the ephemeral frame `session.pairing`. The QR renews itself until
   * `attemptsLeft` is 0.
   *
   * With `sessionId` that session is paired again; scanning with another number is refused (`wrong_number`) and that
   * device is unlinked. Pairing a number whose session was removed revives that session and its conversations.
   */
  connectSession(body: Body<'connectSession'>, options?: WriteOptions): Promise<Answer<'connectSession'>>;
  /**
   * List sessions.
   *
   * The account's numbers, oldest first. Removed sessions are listed only with `status=removed`. A QR or pairing code
   * is never in a list. An embed token that names sessions sees only those.
   */
  listSessions(query?: Query<'listSessions'>, options?: CallOptions): Promise<Answer<'listSessions'>>;
  /**
   * Read a session.
   *
   * While it is pairing, callers with `sessions:pair` see the QR or the code; others see only until when it holds. An
   * id whose pairing revived an earlier session answers with that session and the header `MetaHub-Merged-From`.
   */
  getSession(sessionId: string, options?: CallOptions): Promise<Answer<'getSession'>>;
  /**
   * Name a number and set how it works.
   *
   * Changes what is given and leaves the rest, within `settings` too. `If-Match` names the revision the change was made
   * from: it is a 412 `revision_conflict` when somebody changed name or settings since. That the number connected or
   * lost its connection meanwhile is no conflict. New settings act at once: a new proxy, or appearing online, takes a new connection.
   *
   * The password of a proxy is kept sealed and never answered.
   */
  updateSession(sessionId: string, body: Body<'updateSession'>, options: EditOptions): Promise<Answer<'updateSession'>>;
  /**
   * Unlink a WhatsApp number.
   *
   * Unlinks the device, erases its keys and sets the session to `removed`; its conversations stay. Queued messages end
   * as `failed` with `session_removed`. When the session is offline the keys are erased all the same, and its reason
   * (`removed_offline`) tells the person to unlink the device on the phone. Removing it again answers the same.
   */
  removeSession(sessionId: string, options?: CallOptions): Promise<Answer<'removeSession'>>;
  /**
   * Pause a number.
   *
   * Closes the connection and keeps the link: nothing is received or sent until `resumeSession`. What customers write
   * meanwhile waits at WhatsApp and arrives then; what is sent meanwhile waits here, at most a day. Pausing again
   * changes nothing.
   */
  pauseSession(sessionId: string, options?: CallOptions): Promise<Answer<'pauseSession'>>;
  /**
   * Resume a paused number.
   *
   * Connects again with the keys that were kept. A session that is not paused is left as it is.
   */
  resumeSession(sessionId: string, options?: CallOptions): Promise<Answer<'resumeSession'>>;
  /**
   * Move a number to another gateway.
   *
   * The gateway that holds the connection lets it go, and another one takes it within seconds, without a message lost:
   * for a gateway that is to be stopped, or that has a bad line to WhatsApp. Where there is no other gateway the
   * connection is made anew by the same one. A session that is not connected anywhere is left as it is.
   */
  handOverSession(sessionId: string, options?: CallOptions): Promise<Answer<'handOverSession'>>;
  /**
   * Read how a session has been.
   *
   * The history of the session's health, latest first: changes of its score, disconnections and how long they were,
   * what was missed meanwhile and whether it has been caught up, silences that were noticed, and alerts. `facts` are
   * the numbers that the score is made of, as they are now. Entries are kept for 30 days (the server's setting); what
   * goes on is kept however old it is. An entry that goes on changes later: its end is filled in.
   */
  listSessionHealth(sessionId: string, query?: Query<'listSessionHealth'>, options?: CallOptions): Promise<Answer<'listSessionHealth'>>;
  /**
   * Read what WhatsApp handed over.
   *
   * Everything that WhatsApp handed to this session, latest first, and what became of it: the answer to "did the
   * customer's message arrive?". A row is written before WhatsApp is told that we have it, and stays after its text is
   * forgotten. Neither text nor keys are in it. Callers without `conversations:read_all` see no addresses.
   *
   * A row that waits, for the phone or to be decrypted, changes in place when its content comes.
   */
  listSessionJournal(sessionId: string, query?: Query<'listSessionJournal'>, options?: CallOptions): Promise<Answer<'listSessionJournal'>>;
  /**
   * Send a message.
   *
   * Addressed by exactly one of `conversationId`, `contactId` or `to`. `sessionId` says from which number, where a
   * conversation does not already say it and the account has more than one (422 `session_required`).
   *
   * 202 means stored: the message is `queued` and will be sent in order within its conversation, also when the session
   * is not connected now, or it ends as `failed` with a reason. Follow it by `message.updated` events. With
   * `requireConnected` a session that is not connected is a 409 instead. A number that is not on WhatsApp is a 422.
   *
   * With `sendAt` the message stays `queued` until then, and stands in the thread at that time; it takes its place as
   * the conversation's latest when it is released. `deleteMessage` cancels it.
   */
  sendMessage(body: SendMessageRequest, options?: WriteOptions): Promise<Answer<'sendMessage'>>;
  /**
   * Read a message.
   *
   * One message, by id, in a conversation the caller may see.
   */
  getMessage(messageId: string, options?: CallOptions): Promise<Answer<'getMessage'>>;
  /**
   * Edit a message.
   *
   * Changes the text of a message that the business sent, or the caption of an image or video, within WhatsApp's 15
   * minutes (409 `too_late` after them). 202 means stored: the change waits in the outbox, in order with the messages of its conversation, and shows as
   * `pendingChange`. Once WhatsApp has it the text is the new one and `editedAt` is set; when WhatsApp won't have it,
   * `pendingChange` says why, and the text stays as it was. Both are told by `message.updated`.
   *
   * Asking again for the same text changes nothing.
   */
  editMessage(messageId: string, body: Body<'editMessage'>, options?: CallOptions): Promise<Answer<'editMessage'>>;
  /**
   * Delete a message for everyone.
   *
   * Takes a message of the business back, within WhatsApp's 60 hours (409 `too_late` after them), as `editMessage` changes
   * one: it shows as `pendingChange` until WhatsApp has it, and then as `deleted`.
   *
   * A message that was not handed to WhatsApp yet, also one that waits for its `sendAt`, is cancelled: it is `deleted` at
   * once, and `failed` with `cancelled`.
   */
  deleteMessage(messageId: string, options?: CallOptions): Promise<Answer<'deleteMessage'>>;
  /**
   * Send a failed message again.
   *
   * For a message that `failed` and is `retryable` (409 `not_retryable` otherwise): it is `queued` again, behind what
   * its conversation has waiting, and goes out with the same bytes under the same WhatsApp id, so that whoever has it
   * already does not get it twice. One that is queued already is left as it is.
   */
  retryMessage(messageId: string, options?: CallOptions): Promise<Answer<'retryMessage'>>;
  /**
   * Pass a message on to another chat.
   *
   * Sends the content of a message to one chat, as `sendMessage` does; call it once for each chat. What others wrote is
   * marked `forwarded` (`forwarded_often` after more than three times); what the business wrote itself is not, as in
   * WhatsApp's own apps. A file goes from where it is stored: nobody uploads it here again. What it answered is left
   * out. 409 `not_forwardable` for what may be seen once, for kinds that cannot be sent, and for a file that is not
   * here.
   */
  forwardMessage(messageId: string, body: Body<'forwardMessage'>, options?: WriteOptions): Promise<Answer<'forwardMessage'>>;
  /**
   * React to a message.
   *
   * Gives the business's one reaction to a message, in place of the one before, whoever of the business gave that. It
   * waits in the outbox as `editMessage` says, and shows as `pendingChange` until WhatsApp has it.
   */
  setReaction(messageId: string, body: Body<'setReaction'>, options?: CallOptions): Promise<Answer<'setReaction'>>;
  /**
   * Take the reaction back.
   *
   * Takes the business's reaction back, as `setReaction` gives one. Where there is none, nothing changes.
   */
  removeReaction(messageId: string, options?: CallOptions): Promise<Answer<'removeReaction'>>;
  /**
   * Read what is known of a file.
   *
   * A file of a message the caller may see, or one that the caller uploaded. `url` is signed anew each time: ask
   * again when the one you have has expired.
   */
  getMedia(mediaId: string, options?: CallOptions): Promise<Answer<'getMedia'>>;
  /**
   * List conversations.
   *
   * Without `conversations:read_all` a member sees conversations assigned to them and those of nobody. The order moves:
   * a row that moves while you page reaches you by `conversation.updated`, so merge by id and keep the higher revision.
   *
   * `sort=activity` (the default) puts the latest message first. `sort=waiting` puts first who waits for an answer,
   * the longest wait first, then everybody else by latest activity.
   */
  listConversations(query?: Query<'listConversations'>, options?: CallOptions): Promise<Answer<'listConversations'>>;
  /**
   * Read a conversation.
   *
   * One conversation the caller may see, with its latest case and last message. Two conversations become one when
   * WhatsApp tells that their contacts are one person: the id that went away answers with the one that stayed and the
   * header `MetaHub-Merged-From`.
   * A person who reads one that somebody else is assigned to is told of in the audit.
   */
  getConversation(conversationId: string, options?: CallOptions): Promise<Answer<'getConversation'>>;
  /**
   * Read a thread.
   *
   * A page of the thread, oldest first within the page, in the order (timestamp, id). Without `before`, `after` or
   * `around` it is the newest page. `prevCursor` leads to older messages (`?before=`), `nextCursor` to newer ones
   * (`?after=`); each is null at that end. `around` opens the page with that message in the middle. Give at most one of
   * the three. A person who reads what somebody else is assigned to is told of in the audit.
   */
  listMessages(conversationId: string, query?: Query<'listMessages'>, options?: CallOptions): Promise<Answer<'listMessages'>>;
  /**
   * Mark a conversation as read.
   *
   * Marks everything up to a message as read by the business and lowers `unreadCount`. With `sendReceipts` the customer
   * sees the blue ticks. Marking further back than already read changes nothing.
   */
  markConversationRead(conversationId: string, body: Body<'markConversationRead'>, options?: CallOptions): Promise<Answer<'markConversationRead'>>;
  /**
   * List contacts.
   *
   * The account's contacts, newest first; with `q`, those whose name, profile name or number matches. Contacts merged
   * into another are left out.
   */
  listContacts(query?: Query<'listContacts'>, options?: CallOptions): Promise<Answer<'listContacts'>>;
  /**
   * Make a contact of a number.
   *
   * Takes a number as people type it: what a local spelling leaves out is completed by the account's country and area
   * code, and what is dialled but no part of the number (trunk zero, carrier) is left away. No digit of the number
   * itself is ever added or removed by a rule: a connected session asks the network how it is spelled. A number that is
   * not on WhatsApp, or that nobody can ask about, is taken as it was given. When there is a contact with that number
   * already it is answered (200), and gets the name if it has none.
   */
  createContact(body: Body<'createContact'>, options?: CallOptions): Promise<Answer<'createContact'>>;
  /**
   * Read a contact.
   *
   * An id that was merged away answers with the survivor and the header `MetaHub-Merged-From`. `ETag` is what
   * `updateContact` wants as `If-Match`.
   */
  getContact(contactId: string, options?: CallOptions): Promise<Answer<'getContact'>>;
  /**
   * Change a contact.
   *
   * Changes the fields given and leaves the others. `If-Match` names the revision the change was made from; when
   * somebody else changed the contact meanwhile, the answer is 412 `revision_conflict` and nothing is changed: read it
   * again and decide. The name a person types here and WhatsApp's `profileName` are different fields.
   */
  updateContact(contactId: string, body: Body<'updateContact'>, options: EditOptions): Promise<Answer<'updateContact'>>;
  /**
   * Merge another contact into this one.
   *
   * For one person who has two contacts. This one keeps its id; identities, tags and fields of the other join it, and
   * in each session where both have a conversation the other's messages and cases move into this one's, whose
   * counterpart is told as `conversation.withdrawn`. Nothing is lost, and `unmergeContact` undoes it. The network does
   * the same by itself when it says that a hidden id and a number are one person. Two that are one already are left as
   * they are.
   */
  mergeContacts(contactId: string, body: Body<'mergeContacts'>, options?: CallOptions): Promise<Answer<'mergeContacts'>>;
  /**
   * Take a contact out of the one it was merged into.
   *
   * By the id that was merged away: every identity, conversation, case and message that came from it goes back to it.
   * What was written after the merge stays with the survivor, since nobody can tell whose it is. The network does not
   * join the two again by itself; a person may. 409 `not_merged` when it is not merged.
   */
  unmergeContact(contactId: string, options?: CallOptions): Promise<Answer<'unmergeContact'>>;
  /**
   * List what was merged into a contact.
   *
   * The merges that the contact had a part in, newest first, undone ones too: who was merged, when, and whether the
   * network or a person said so.
   */
  listContactMerges(contactId: string, query?: Query<'listContactMerges'>, options?: CallOptions): Promise<Answer<'listContactMerges'>>;
  /**
   * Poll events.
   *
   * The same stream as `GET /realtime`, for clients behind proxies that cut sockets. Events the caller may not see are
   * left out, and `position` moves over them: pass it as the next `after`, and poll again at once while `hasMore`.
   *
   * Without `after` the answer holds no events and the current position: ask for it, then load your lists, then poll
   * from there, and nothing falls between. Events are kept for 30 days (the server's setting); an `after` older than
   * that, or ahead of what the server has, answers 410 `events_expired`: load your lists anew.
   */
  listEvents(query?: Query<'listEvents'>, options?: CallOptions): Promise<Answer<'listEvents'>>;
}

/** The rest of the API. */
export interface HubOperations {
  /**
   * Where the person is signed in.
   *
   * The sign-ins of the person that go on, in whichever account, the latest used first.
   */
  listSignIns(options?: CallOptions): Promise<Answer<'listSignIns'>>;
  /**
   * Sign out everywhere else.
   *
   * Ends every sign-in of the person but the one that asks, with their open sockets.
   */
  endOtherSignIns(options?: CallOptions): Promise<Answer<'endOtherSignIns'>>;
  /**
   * End one sign-in.
   *
   * For a device that was lost. Its tokens and sockets end at once.
   */
  endSignIn(signInId: string, options?: CallOptions): Promise<Answer<'endSignIn'>>;
  /**
   * Change the own password.
   *
   * Ends every other sign-in of the person, in all accounts.
   */
  changePassword(body: Body<'changePassword'>, options?: CallOptions): Promise<Answer<'changePassword'>>;
  /**
   * Ask for a link to set a new password.
   *
   * Answers the same, and as fast, whether anybody has that address. The link comes by e-mail, holds for an hour, and stops
   * working once the password was changed. On a server that sends no e-mail nothing comes: an admin invites anew.
   */
  requestPasswordReset(body: Body<'requestPasswordReset'>, options?: CallOptions): Promise<Answer<'requestPasswordReset'>>;
  /**
   * Set a new password by the link.
   *
   * Ends every sign-in of the person. 410 `reset_ended` for a link that is over, was used, or is none.
   */
  resetPassword(body: Body<'resetPassword'>, options?: CallOptions): Promise<Answer<'resetPassword'>>;
  /**
   * What an invitation is for.
   *
   * For the page behind the link, which has to ask for a name where somebody is new. The token travels in the body, since
   * addresses end up in logs.
   */
  readInvitation(body: Body<'readInvitation'>, options?: CallOptions): Promise<Answer<'readInvitation'>>;
  /**
   * Accept an invitation.
   *
   * For who is new, sets name and password, and signs in. For who has a sign-in already, `password` is theirs: it proves
   * that the one who reads the mailbox is the one who has the sign-in. The link works once; 410 `invitation_ended` after
   * that, once it was revoked, and after 7 days.
   */
  acceptInvitation(body: Body<'acceptInvitation'>, options?: CallOptions): Promise<Answer<'acceptInvitation'>>;
  /**
   * Whether a second factor is asked for.
   *
   * Whether signing in asks the person for a code beside the password, and how many recovery codes are left.
   */
  getSecondFactor(options?: CallOptions): Promise<Answer<'getSecondFactor'>>;
  /**
   * Begin to use a second factor.
   *
   * Makes a secret for an authenticator app (TOTP, 6 digits, 30 seconds). Signing in does not ask for codes before
   * `confirmSecondFactor` has had one. Beginning again makes another secret; 409 `second_factor_on` while one is in use.
   */
  beginSecondFactor(options?: CallOptions): Promise<Answer<'beginSecondFactor'>>;
  /**
   * Use the second factor from now on.
   *
   * Takes a code of the app as proof that it is set up, and answers recovery codes, this once: each signs in once where the
   * app is not at hand. 422 `wrong_code` for any other code.
   */
  confirmSecondFactor(body: Body<'confirmSecondFactor'>, options?: CallOptions): Promise<Answer<'confirmSecondFactor'>>;
  /**
   * Ask for no second factor any more.
   *
   * Needs the password, so that nobody does it at an unlocked screen. 422 `wrong_password`.
   */
  removeSecondFactor(body: Body<'removeSecondFactor'>, options?: CallOptions): Promise<Answer<'removeSecondFactor'>>;
  /**
   * List an agency's client accounts.
   *
   * The client accounts beneath the caller's own account, oldest first. An account that has no clients answers an
   * empty list. This list is all an agency reads across its clients; everything else is one account at a time.
   */
  listAccounts(query?: Query<'listAccounts'>, options?: CallOptions): Promise<Answer<'listAccounts'>>;
  /**
   * Make a client account.
   *
   * Makes an account beneath the caller's own. A test agency makes test accounts only. What is left out is as in the
   * agency: country, time zone, language. The audits of both tell of it.
   */
  createAccount(body: Body<'createAccount'>, options?: WriteOptions): Promise<Answer<'createAccount'>>;
  /**
   * Set how an account works.
   *
   * For the account acted for, or one of the caller's clients. Changes what is given and leaves the rest, within
   * `settings` and `limits` too; `If-Match` names the revision the change was made from. An account's limits are its
   * agency's to set (403). A limit below what is used takes nothing away; it lets nothing more in.
   *
   * With `groups` off, what is written in groups is acknowledged and makes nothing: no contact, no conversation, no
   * event. Conversations with groups leave the lists (`conversation.withdrawn`), can be read by id, and take no
   * messages (409 `groups_off`). On again, they are back as they were; what was written meanwhile is not.
   */
  updateAccount(accountId: string, body: Body<'updateAccount'>, options: EditOptions): Promise<Answer<'updateAccount'>>;
  /**
   * Close a client account, and erase it later.
   *
   * Closes it as `suspendAccount` does, and erases it once `graceDays` are over: every row, file, key and sign-in of it,
   * and people who were members of no other account. Until then `resumeAccount` brings it back as it was. What was
   * erased stands in `listErasureReceipts`. Deleting it again sets the time anew.
   */
  deleteAccount(accountId: string, query?: Query<'deleteAccount'>, options?: CallOptions): Promise<Answer<'deleteAccount'>>;
  /**
   * Suspend a client account.
   *
   * Its numbers are paused, its credentials answer 403 `account_suspended`, and open sockets are closed; whoever signs in
   * is told why. Everything is kept, and what customers write meanwhile comes when it is resumed. Suspending it again
   * changes the reason.
   */
  suspendAccount(accountId: string, body: Body<'suspendAccount'>, options?: CallOptions): Promise<Answer<'suspendAccount'>>;
  /**
   * Resume a client account.
   *
   * Ends a suspension, or takes a deletion back before its time is over: the numbers that it paused are connected again.
   * An active account stays as it is.
   */
  resumeAccount(accountId: string, options?: CallOptions): Promise<Answer<'resumeAccount'>>;
  /**
   * What an account uses.
   *
   * Of the account acted for, or of one of the caller's clients, beside its limits. A message counts on the day, in the
   * account's time zone, on which it was accepted.
   */
  getAccountUsage(accountId: string, options?: CallOptions): Promise<Answer<'getAccountUsage'>>;
  /**
   * How an agency's clients are doing.
   *
   * One row for each client account, oldest first: status, what it uses beside its limits, and whether its numbers are
   * connected. Nothing else is read across accounts.
   */
  listAccountUsage(query?: Query<'listAccountUsage'>, options?: CallOptions): Promise<Answer<'listAccountUsage'>>;
  /**
   * What was erased of deleted accounts.
   *
   * A receipt for each client account that was erased, newest first: when, and how much of what. It outlives the account
   * and holds nothing of it but its name.
   */
  listErasureReceipts(query?: Query<'listErasureReceipts'>, options?: CallOptions): Promise<Answer<'listErasureReceipts'>>;
  /**
   * Change how the account looks.
   *
   * Changes the fields given and leaves the others; null takes a field away. A colour that cannot be read is refused
   * with 422 `color_unreadable`, and the error's `suggestion` is the nearest colour that can. `If-Match` names the
   * revision the change was made from.
   */
  updateBranding(body: Body<'updateBranding'>, options: EditOptions): Promise<Answer<'updateBranding'>>;
  /**
   * Upload a logo or the favicon.
   *
   * The body is the picture itself: `Content-Type: application/octet-stream`, PNG, JPEG, WebP, GIF or SVG, of at most
   * 1 MiB. What it is is told by its bytes. A picture of pixels is decoded and written anew as PNG; of an SVG only
   * shapes, texts and colours are kept, nothing that runs or loads. The address in the branding changes with it.
   */
  putLogo(logoKind: string, body: Blob, options?: CallOptions): Promise<Answer<'putLogo'>>;
  /**
   * Take a logo or the favicon away.
   *
   * Its address stops working at once. Without one, the account's name is shown. One that is not there is no error.
   */
  removeLogo(logoKind: string, options?: CallOptions): Promise<Answer<'removeLogo'>>;
  /**
   * Claim an own domain.
   *
   * Says under which host the account wants to be reached, and answers the records that its owner has to make. A claim
   * takes nothing from anybody: the domain is the account's only when its records were found. A domain that is
   * another account's is refused with 409 `domain_taken`, and one that this account has must be removed first.
   */
  claimDomain(body: Body<'claimDomain'>, options?: CallOptions): Promise<Answer<'claimDomain'>>;
  /**
   * Give the own domain up.
   *
   * The host leads to nobody from now on, and gets no new certificate. Where there is none, nothing happens.
   */
  removeDomain(options?: CallOptions): Promise<Answer<'removeDomain'>>;
  /**
   * Look for the domain's records.
   *
   * Asks the domain name system now and says in plain words what was found. When all records are right the domain is
   * active at once, and the first visit gets it a certificate. Twenty times a minute are enough for anybody.
   */
  checkDomain(options?: CallOptions): Promise<Answer<'checkDomain'>>;
  /**
   * Whether a host may have a certificate.
   *
   * For the proxy in front: Caddy asks it (`on_demand_tls ask`) before it gets a certificate for a host that somebody
   * connects to. 200 for an active own domain, 404 for every other.
   */
  getCertificatePermission(query: Query<'getCertificatePermission'>, options?: CallOptions): Promise<Answer<'getCertificatePermission'>>;
  /**
   * How the account of this host looks.
   *
   * For the page before anybody has signed in: the look of the account whose own domain the request came to, by the
   * Host header (by `X-Forwarded-Host` only from a trusted proxy), however it is written. A host that is nobody's own
   * domain answers the neutral look, with `accountId` null.
   */
  getHostBranding(options?: CallOptions): Promise<Answer<'getHostBranding'>>;
  /**
   * Change a member's role.
   *
   * The new role acts at once, on open sockets too. Nobody gives more than they may do themselves
   * (`grant_exceeds_caller`), and the last admin who signs in stays one (409 `last_admin`).
   */
  updateMember(memberId: string, body: Body<'updateMember'>, options?: CallOptions): Promise<Answer<'updateMember'>>;
  /**
   * Remove a member.
   *
   * Takes the person out of the account at once: tokens, embed sessions and open sockets of this membership end, and what
   * was assigned to them is nobody's. What they did stays under their name. Removing again answers the same.
   */
  removeMember(memberId: string, options?: CallOptions): Promise<Answer<'removeMember'>>;
  /**
   * List invitations.
   *
   * Invitations that were neither accepted nor revoked, newest first, also those that have expired.
   */
  listInvitations(query?: Query<'listInvitations'>, options?: CallOptions): Promise<Answer<'listInvitations'>>;
  /**
   * Invite somebody by e-mail.
   *
   * Sends a link that holds for 7 days and works once. Where the server sends no e-mail, `link` has it, for the inviter to
   * pass on; otherwise it is null, so that only who reads that mailbox can accept. Inviting the same address again makes a
   * new link, and the former stops working. 409 `already_member` for who is one.
   */
  createInvitation(body: Body<'createInvitation'>, options?: CallOptions): Promise<Answer<'createInvitation'>>;
  /**
   * Take an invitation back.
   *
   * Its link stops working at once. Revoking it again answers the same.
   */
  revokeInvitation(invitationId: string, options?: CallOptions): Promise<Answer<'revokeInvitation'>>;
  /**
   * List API keys.
   *
   * The account's keys, newest first, revoked ones included. The secret is never here: `prefix` is enough to tell keys
   * apart.
   */
  listApiKeys(query?: Query<'listApiKeys'>, options?: CallOptions): Promise<Answer<'listApiKeys'>>;
  /**
   * Create an API key.
   *
   * The answer holds the secret, once: it is stored as a hash and cannot be shown again. The key follows the account's
   * mode (`mh_test_…` or `mh_live_…`). Its scopes may not exceed what the caller may do (403 `grant_exceeds_caller`).
   */
  createApiKey(body: Body<'createApiKey'>, options?: CallOptions): Promise<Answer<'createApiKey'>>;
  /**
   * Revoke an API key.
   *
   * The key stops working at once, and so do the embed sessions it minted and their open sockets. Revoking it again
   * answers the same.
   */
  revokeApiKey(apiKeyId: string, options?: CallOptions): Promise<Answer<'revokeApiKey'>>;
  /**
   * Replace an API key.
   *
   * Makes a key of the same name and scopes, and lets the old one end after `overlapHours`, so that servers can change over
   * without a gap. A key that ended already is not replaced (404 for revoked ones). Embed sessions of the old key end with it.
   */
  rotateApiKey(apiKeyId: string, body: Body<'rotateApiKey'>, options?: CallOptions): Promise<Answer<'rotateApiKey'>>;
  /**
   * Let one browser use some widgets.
   *
   * Called by a host's backend with an API key, for one person of one account. The person is found by `externalId`, or
   * made as a member with the given name and role; an external id never joins a user by e-mail. The embed session lives
   * 12 hours and its tokens 10 minutes each; get the next with `POST /embed-sessions/{embedSessionId}/tokens`.
   *
   * What the browser may do is the sum of its components (`x-components`), less what the member's role and the minting
   * key may not do. A component of which nothing would be left is refused: 422 `grant_exceeds_role` or 403
   * `grant_exceeds_caller`.
   */
  createEmbedSession(body: Body<'createEmbedSession'>, options?: CallOptions): Promise<Answer<'createEmbedSession'>>;
  /**
   * Revoke every embed session of a person.
   *
   * For a host that signs a person out everywhere: all their embed sessions end at once, tokens and open sockets
   * included. Answers the same when there was none.
   */
  revokeEmbedSessionsByExternalId(query: Query<'revokeEmbedSessionsByExternalId'>, options?: CallOptions): Promise<Answer<'revokeEmbedSessionsByExternalId'>>;
  /**
   * Revoke an embed session.
   *
   * Its tokens stop working at once and its open sockets are closed with `revoked`. Revoking it again answers the same.
   */
  revokeEmbedSession(embedSessionId: string, options?: CallOptions): Promise<Answer<'revokeEmbedSession'>>;
  /**
   * Get the next token of an embed session.
   *
   * Called by the host's backend when a widget asks for a fresh token. 410 `embed_session_ended` says that the embed
   * session was revoked or is over: mint a new one.
   */
  createEmbedToken(embedSessionId: string, options?: CallOptions): Promise<Answer<'createEmbedToken'>>;
  /**
   * Who did what.
   *
   * The account's audit, newest first: changes of access and of settings, sign-ins, refusals, exports, reads of a
   * conversation that is assigned to somebody else, and the first use of an API key from an address. Entries are
   * written in the same transaction as what they tell of; refusals follow within a second. They never hold secrets,
   * message text or customers' names. `hash` chains each entry to the one before it (`GET /audit/verify`).
   */
  listAuditEntries(query?: Query<'listAuditEntries'>, options?: CallOptions): Promise<Answer<'listAuditEntries'>>;
  /**
   * Check that nothing is missing or altered.
   *
   * Computes every hash anew, from the oldest entry that is kept to the newest. Note `head` somewhere else and give it
   * back as `seq` and `hash` later: then even somebody who could rewrite the whole database cannot have changed what
   * was there, unseen. Entries past the retention are removed from the oldest on; the audit itself says how far, and
   * the chain goes on from there.
   */
  verifyAudit(query?: Query<'verifyAudit'>, options?: CallOptions): Promise<Answer<'verifyAudit'>>;
  /**
   * Take the audit along.
   *
   * The same entries, oldest first, streamed however many there are. `csv` is for spreadsheets: cells that would be
   * taken for a formula begin with an apostrophe. `ndjson` has one AuditEntry a line. The export is itself audited.
   */
  exportAudit(query?: Query<'exportAudit'>, options?: CallOptions): Promise<Answer<'exportAudit'>>;
  /**
   * Whether the server is ready.
   *
   * 200 when requests can be served, 503 until then and while something it cannot do without is gone. For load
   * balancers and start scripts; it holds nothing about any account.
   */
  getHealth(options?: CallOptions): Promise<Answer<'getHealth'>>;
}

export const embedOperations = `
getMe GET /me
getAccount GET /accounts/*
getBranding GET /branding
getDomain GET /domain
listMembers GET /members ?
getMember GET /members/*
connectSession POST /connect !+
listSessions GET /sessions ?
getSession GET /sessions/*
updateSession PATCH /sessions/* !
removeSession DELETE /sessions/*
pauseSession POST /sessions/*/pause ~
resumeSession POST /sessions/*/resume ~
handOverSession POST /sessions/*/handover ~
listSessionHealth GET /sessions/*/health ?
listSessionJournal GET /sessions/*/journal ?
sendMessage POST /send-message !+
getMessage GET /messages/*
editMessage PATCH /messages/* !~
deleteMessage DELETE /messages/*
retryMessage POST /messages/*/retry ~
forwardMessage POST /messages/*/forward !+
setReaction PUT /messages/*/reaction !~
removeReaction DELETE /messages/*/reaction
getMedia GET /media/*
listConversations GET /conversations ?
getConversation GET /conversations/*
listMessages GET /conversations/*/messages ?
markConversationRead POST /conversations/*/read !~
listContacts GET /contacts ?
createContact POST /contacts !~
getContact GET /contacts/*
updateContact PATCH /contacts/* !
mergeContacts POST /contacts/*/merge !~
unmergeContact POST /contacts/*/unmerge ~
listContactMerges GET /contacts/*/merges ?
listEvents GET /events ?`;

export const hubOperations = `
listSignIns GET /auth/sign-ins
endOtherSignIns DELETE /auth/sign-ins
endSignIn DELETE /auth/sign-ins/*
changePassword POST /auth/password !
requestPasswordReset POST /auth/password-resets !~-
resetPassword POST /auth/password-resets/confirm !-
readInvitation POST /auth/invitations/read !~-
acceptInvitation POST /auth/invitations/accept !-
getSecondFactor GET /auth/second-factor
beginSecondFactor POST /auth/second-factor
confirmSecondFactor POST /auth/second-factor/confirm !
removeSecondFactor POST /auth/second-factor/remove !~
listAccounts GET /accounts ?
createAccount POST /accounts !+
updateAccount PATCH /accounts/* !
deleteAccount DELETE /accounts/* ?
suspendAccount POST /accounts/*/suspend !~
resumeAccount POST /accounts/*/resume ~
getAccountUsage GET /accounts/*/usage
listAccountUsage GET /account-usage ?
listErasureReceipts GET /erasure-receipts ?
updateBranding PATCH /branding !
putLogo PUT /branding/logos/* !~
removeLogo DELETE /branding/logos/*
claimDomain PUT /domain !~
removeDomain DELETE /domain
checkDomain POST /domain/check ~
getCertificatePermission GET /certificate-permission ?-
getHostBranding GET /host-branding -
updateMember PATCH /members/* !~
removeMember DELETE /members/*
listInvitations GET /invitations ?
createInvitation POST /invitations !
revokeInvitation DELETE /invitations/*
listApiKeys GET /api-keys ?
createApiKey POST /api-keys !
revokeApiKey DELETE /api-keys/*
rotateApiKey POST /api-keys/*/rotate !
createEmbedSession POST /embed-sessions !
revokeEmbedSessionsByExternalId DELETE /embed-sessions ?
revokeEmbedSession DELETE /embed-sessions/*
createEmbedToken POST /embed-sessions/*/tokens
listAuditEntries GET /audit ?
verifyAudit GET /audit/verify ?
exportAudit GET /audit/export ?%
getHealth GET /health -`;
