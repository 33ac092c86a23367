/**
 * The functions of crossings.sql: all that may look over the walls between accounts. A test compares this list
 * with the database's catalogue, so a crossing can't be added without being named here.
 */
export const CROSSINGS = [
  // Access
  'find_api_keys',
  'touch_api_keys',
  'find_member_caller',
  'find_embed_caller',
  'find_client_account',
  'list_client_accounts',
  'find_user_by_email',
  'find_memberships',
  'create_user',
  'start_sign_in',
  'rotate_sign_in',
  'switch_sign_in',
  'revoke_sign_in',
  'find_invitation',
  'find_user_password',
  'set_password',
  'find_second_factor',
  'begin_second_factor',
  'confirm_second_factor',
  'take_second_factor',
  'take_recovery_code',
  'remove_second_factor',
  'list_sign_ins',
  'end_sign_ins',
  'list_signing_keys',
  'add_signing_key',
  // Accounts
  'account_usage',
  'accounts_to_erase',
  'members_of_no_other',
  'erase_account',
  // Audit
  'append_audit',
  'note_key_use',
  'retain_audit',
  // The command that rotates the master key
  'former_key_accounts',
  'reseal_signing_key',
  // Branding, before anybody has signed in
  'find_host_account',
  'find_brand_file',
  // Retention
  'retain_events',
  'retain_journal',
  'retain_session_history',
  'retain_idempotency_records',
  'retain_access',
  // WhatsApp sessions and the journal
  'commit_inbound',
  'read_session_keys',
  'recall_journal',
  'claim_sessions',
  'renew_leases',
  'release_leases',
  'hand_over_session',
  'session_removed',
  'list_whatsapp_versions',
  'note_whatsapp_version',
  'take_whatsapp_candidate',
  'judge_whatsapp_version',
  'gateway_alive',
  'waiting_outboxes',
  'due_messages',
  'overdue_outbox',
  'overdue_changes',
  'awaiting_sessions',
  'add_to_hours',
  'sessions_to_judge',
  'mark_judged',
  'session_facts',
  'unprojected_sessions',
  'waiting_histories',
  'journal_backlog',
  // Inbox
  'accept_outbound',
  'search_contact_ids',
  'search_group_ids',
  // Media
  'claim_media',
  'unused_uploads',
  // Events
  'number_events',
  'event_heads',
] as const;

export type CrossingName = (typeof CROSSINGS)[number];
