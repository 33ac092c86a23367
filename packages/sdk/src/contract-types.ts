// The contract's objects under short names. The shapes themselves are in contract.gen.ts.
import type { components } from './contract.gen.ts';

type Schemas = components['schemas'];

export type Account = Schemas['Account'];
export type AccountLimits = Schemas['AccountLimits'];
export type AccountMode = Schemas['AccountMode'];
export type AccountStatus = Schemas['AccountStatus'];
export type Branding = Schemas['Branding'];

export type Permission = Schemas['Permission'];
export type Role = Schemas['Role'];
export type User = Schemas['User'];
export type Member = Schemas['Member'];
export type Membership = Schemas['Membership'];
export type Me = Schemas['Me'];
export type SignIn = Schemas['SignIn'];
export type SignInRequest = Schemas['SignInRequest'];
export type SwitchAccountRequest = Schemas['SwitchAccountRequest'];

export type ApiKey = Schemas['ApiKey'];
export type CreateApiKeyRequest = Schemas['CreateApiKeyRequest'];
export type CreatedApiKey = Schemas['CreatedApiKey'];

export type EmbedComponents = Schemas['EmbedComponents'];
export type EmbedComponent = keyof EmbedComponents;
export type EmbedGrant = Schemas['EmbedGrant'];
export type EmbedToken = Schemas['EmbedToken'];
export type CreateEmbedSessionRequest = Schemas['CreateEmbedSessionRequest'];
export type CreatedEmbedSession = Schemas['CreatedEmbedSession'];

export type Session = Schemas['Session'];
export type SessionStatus = Schemas['SessionStatus'];
export type SessionReason = Schemas['SessionReason'];
export type SessionReasonCode = Schemas['SessionReasonCode'];
export type SessionAction = Schemas['SessionAction'];
export type SessionHealth = Schemas['SessionHealth'];
export type SessionHealthState = Schemas['SessionHealthState'];
export type SessionHealthCode = Schemas['SessionHealthCode'];
export type SessionHealthCause = Schemas['SessionHealthCause'];
export type SessionHealthFacts = Schemas['SessionHealthFacts'];
/** One entry of how a session was; narrow it by `type`. */
export type SessionHealthEntry = Schemas['SessionHealthEntry'];
export type SessionGap = Schemas['SessionGap'];
export type SessionSettings = Schemas['SessionSettings'];
export type UpdateSessionRequest = Schemas['UpdateSessionRequest'];
export type SessionAlert = Schemas['SessionAlert'];
export type JournalEntry = Schemas['JournalEntry'];
export type JournalOutcome = Schemas['JournalOutcome'];
export type JournalOutcomeCode = Schemas['JournalOutcomeCode'];
export type SessionRestriction = Schemas['SessionRestriction'];
export type HistoryImport = Schemas['HistoryImport'];
export type Pairing = Schemas['Pairing'];
export type ConnectRequest = Schemas['ConnectRequest'];

export type Conversation = Schemas['Conversation'];
export type ConversationContact = Schemas['ConversationContact'];
export type ConversationGroup = Schemas['ConversationGroup'];
export type Case = Schemas['Case'];
export type CaseStatus = Schemas['CaseStatus'];
export type MarkReadRequest = Schemas['MarkReadRequest'];

export type Message = Schemas['Message'];
export type MessageStatus = Schemas['MessageStatus'];
export type MessageFailure = Schemas['MessageFailure'];
export type MessageFailureCode = Schemas['MessageFailureCode'];
export type Author = Schemas['Author'];
export type AuthorKind = Author['kind'];
export type Quoted = Schemas['Quoted'];
export type Mention = Schemas['Mention'];
export type Reaction = Schemas['Reaction'];
export type PendingChange = Schemas['PendingChange'];
export type GroupReceipts = Schemas['GroupReceipts'];
/** The ad that a customer clicked. */
export type AdReferral = Schemas['AdReferral'];
export type Media = Schemas['Media'];
export type LinkPreview = Schemas['LinkPreview'];
export type Choices = Schemas['Choices'];
/** What a message says; narrow it by `type`. */
export type Content = Schemas['Content'];
export type ContentType = Content['type'];
/** What to send; narrow it by `type`. */
export type ContentInput = Schemas['ContentInput'];

/** The body of `sendMessage`: addressed by exactly one of conversation, contact or number. */
export type SendMessageRequest = Omit<Schemas['SendMessageRequest'], 'conversationId' | 'contactId' | 'to'> &
  (
    | { conversationId: string; contactId?: never; to?: never }
    | { contactId: string; conversationId?: never; to?: never }
    | { to: string; conversationId?: never; contactId?: never }
  );

export type Contact = Schemas['Contact'];
export type ContactMerge = Schemas['ContactMerge'];
export type CreateContactRequest = Schemas['CreateContactRequest'];
export type MergeContactsRequest = Schemas['MergeContactsRequest'];
export type Identity = Schemas['Identity'];
export type UpdateContactRequest = Schemas['UpdateContactRequest'];

/** A fact that happened; narrow `data` by `type`. */
export type MetaHubEvent = Schemas['Event'];
export type EventType = MetaHubEvent['type'];
/** The event of one type, such as `EventOf<'message.received'>`. */
export type EventOf<Type extends EventType> = Extract<MetaHubEvent, { type: Type }>;
export type EventPage = Schemas['EventPage'];

export type RealtimeTopic = Schemas['RealtimeTopic'];
export type RealtimeClientFrame = Schemas['RealtimeClientFrame'];
export type RealtimeServerFrame = Schemas['RealtimeServerFrame'];
/** The server frame of one type, such as `FrameOf<'session.pairing'>`. */
export type FrameOf<Type extends RealtimeServerFrame['type']> = Extract<RealtimeServerFrame, { type: Type }>;
export type SessionPairingFrame = Schemas['SessionPairingFrame'];
export type ByeCode = Schemas['ByeCode'];

export type ProblemCode = Schemas['ProblemCode'];
/** Where a request was wrong. */
export type ProblemField = NonNullable<Schemas['Problem']['errors']>[number];
export type Health = Schemas['Health'];
