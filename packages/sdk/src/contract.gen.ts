// Generated from openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail and password
         * @description Answers an access token for 15 minutes and sets the refresh token as a cookie (HttpOnly, SameSite=Strict, path
         *     `/v1/auth`). `members` lists every account the person belongs to; the token acts in `accountId`, which is the
         *     account asked for or the one first in the list. A wrong e-mail and a wrong password answer the same.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a new access token
         * @description Exchanges the refresh cookie for a new access token and rotates the cookie. A refresh token works once: using an
         *     old one again ends that sign-in for good (`token_revoked`), because somebody else may hold a copy.
         */
        post: operations["refreshAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act in another of the person's accounts
         * @description Answers an access token for another account the signed-in person is a member of, without signing in again. The
         *     refresh cookie follows. An account the person does not belong to answers 404.
         */
        post: operations["switchAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the sign-in: the refresh token stops working at once, the cookie is cleared, and open sockets of this sign-in
         *     are closed with `revoked`. Other sign-ins of the person go on.
         */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the person is signed in
         * @description The sign-ins of the person that go on, in whichever account, the latest used first.
         */
        get: operations["listSignIns"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere else
         * @description Ends every sign-in of the person but the one that asks, with their open sockets.
         */
        delete: operations["endOtherSignIns"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-ins/{signInId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The sign-in's id.
                 * @example sgn_01m89vsm9gexz8zvk8acgytj66
                 */
                signInId: components["parameters"]["SignInId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one sign-in
         * @description For a device that was lost. Its tokens and sockets end at once.
         */
        delete: operations["endSignIn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the own password
         * @description Ends every other sign-in of the person, in all accounts.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to set a new password
         * @description Answers the same, and as fast, whether anybody has that address. The link comes by e-mail, holds for an hour, and stops
         *     working once the password was changed. On a server that sends no e-mail nothing comes: an admin invites anew.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/password-resets/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by the link
         * @description Ends every sign-in of the person. 410 `reset_ended` for a link that is over, was used, or is none.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/invitations/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an invitation is for
         * @description For the page behind the link, which has to ask for a name where somebody is new. The token travels in the body, since
         *     addresses end up in logs.
         */
        post: operations["readInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description For who is new, sets name and password, and signs in. For who has a sign-in already, `password` is theirs: it proves
         *     that the one who reads the mailbox is the one who has the sign-in. The link works once; 410 `invitation_ended` after
         *     that, once it was revoked, and after 7 days.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a second factor is asked for
         * @description Whether signing in asks the person for a code beside the password, and how many recovery codes are left.
         */
        get: operations["getSecondFactor"];
        put?: never;
        /**
         * Begin to use a second factor
         * @description Makes a secret for an authenticator app (TOTP, 6 digits, 30 seconds). Signing in does not ask for codes before
         *     `confirmSecondFactor` has had one. Beginning again makes another secret; 409 `second_factor_on` while one is in use.
         */
        post: operations["beginSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use the second factor from now on
         * @description Takes a code of the app as proof that it is set up, and answers recovery codes, this once: each signs in once where the
         *     app is not at hand. 422 `wrong_code` for any other code.
         */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for no second factor any more
         * @description Needs the password, so that nobody does it at an unlocked screen. 422 `wrong_password`.
         */
        post: operations["removeSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the caller is
         * @description The credential's kind, the account it acts for and what it may do there right now. Roles are read at each request,
         *     so a change of role shows here, and acts, at once. A client reads this first to know what to show.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an agency's client accounts
         * @description The client accounts beneath the caller's own account, oldest first. An account that has no clients answers an
         *     empty list. This list is all an agency reads across its clients; everything else is one account at a time.
         */
        get: operations["listAccounts"];
        put?: never;
        /**
         * Make a client account
         * @description Makes an account beneath the caller's own. A test agency makes test accounts only. What is left out is as in the
         *     agency: country, time zone, language. The audits of both tell of it.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * Read an account
         * @description The account the caller acts for, or one of its clients when the caller is an agency. `ETag` is what
         *     `updateAccount` wants as `If-Match`.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /**
         * Close a client account, and erase it later
         * @description Closes it as `suspendAccount` does, and erases it once `graceDays` are over: every row, file, key and sign-in of it,
         *     and people who were members of no other account. Until then `resumeAccount` brings it back as it was. What was
         *     erased stands in `listErasureReceipts`. Deleting it again sets the time anew.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        /**
         * Set how an account works
         * @description For the account acted for, or one of the caller's clients. Changes what is given and leaves the rest, within
         *     `settings` and `limits` too; `If-Match` names the revision the change was made from. An account's limits are its
         *     agency's to set (403). A limit below what is used takes nothing away; it lets nothing more in.
         *
         *     With `groups` off, what is written in groups is acknowledged and makes nothing: no contact, no conversation, no
         *     event. Conversations with groups leave the lists (`conversation.withdrawn`), can be read by id, and take no
         *     messages (409 `groups_off`). On again, they are back as they were; what was written meanwhile is not.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/accounts/{accountId}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend a client account
         * @description Its numbers are paused, its credentials answer 403 `account_suspended`, and open sockets are closed; whoever signs in
         *     is told why. Everything is kept, and what customers write meanwhile comes when it is resumed. Suspending it again
         *     changes the reason.
         */
        post: operations["suspendAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a client account
         * @description Ends a suspension, or takes a deletion back before its time is over: the numbers that it paused are connected again.
         *     An active account stays as it is.
         */
        post: operations["resumeAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{accountId}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        /**
         * What an account uses
         * @description Of the account acted for, or of one of the caller's clients, beside its limits. A message counts on the day, in the
         *     account's time zone, on which it was accepted.
         */
        get: operations["getAccountUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account-usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How an agency's clients are doing
         * @description One row for each client account, oldest first: status, what it uses beside its limits, and whether its numbers are
         *     connected. Nothing else is read across accounts.
         */
        get: operations["listAccountUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/erasure-receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was erased of deleted accounts
         * @description A receipt for each client account that was erased, newest first: when, and how much of what. It outlives the account
         *     and holds nothing of it but its name.
         */
        get: operations["listErasureReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account's branding
         * @description Name, logo and colours of the account acted for. What is null falls back to the product's neutral look; a client
         *     needs only `brandColor` to derive a palette whose contrast holds.
         */
        get: operations["getBranding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how the account looks
         * @description Changes the fields given and leaves the others; null takes a field away. A colour that cannot be read is refused
         *     with 422 `color_unreadable`, and the error's `suggestion` is the nearest colour that can. `If-Match` names the
         *     revision the change was made from.
         */
        patch: operations["updateBranding"];
        trace?: never;
    };
    "/branding/logos/{logoKind}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The logo, the one for dark grounds, or the favicon.
                 * @example logo
                 */
                logoKind: components["parameters"]["LogoKind"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a logo or the favicon
         * @description The body is the picture itself: `Content-Type: application/octet-stream`, PNG, JPEG, WebP, GIF or SVG, of at most
         *     1 MiB. What it is is told by its bytes. A picture of pixels is decoded and written anew as PNG; of an SVG only
         *     shapes, texts and colours are kept, nothing that runs or loads. The address in the branding changes with it.
         */
        put: operations["putLogo"];
        post?: never;
        /**
         * Take a logo or the favicon away
         * @description Its address stops working at once. Without one, the account's name is shown. One that is not there is no error.
         */
        delete: operations["removeLogo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/files/{brandFileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A picture of a branding.
                 * @example brf_01m89vsm9gexz8zvj3ynry3r4n
                 */
                brandFileId: components["parameters"]["BrandFileId"];
            };
            cookie?: never;
        };
        /**
         * A logo or favicon itself
         * @description The address is `logoUrl`, `logoDarkUrl` or `faviconUrl` of a branding. It is open, as a logo is shown before anybody
         *     signs in, never changes its content, and cannot be guessed.
         */
        get: operations["getBrandFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/domain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the account's own domain
         * @description The domain that was claimed, and how far its records are, as the last check found them. `status` is `none` where
         *     none was claimed.
         */
        get: operations["getDomain"];
        /**
         * Claim an own domain
         * @description Says under which host the account wants to be reached, and answers the records that its owner has to make. A claim
         *     takes nothing from anybody: the domain is the account's only when its records were found. A domain that is
         *     another account's is refused with 409 `domain_taken`, and one that this account has must be removed first.
         */
        put: operations["claimDomain"];
        post?: never;
        /**
         * Give the own domain up
         * @description The host leads to nobody from now on, and gets no new certificate. Where there is none, nothing happens.
         */
        delete: operations["removeDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/domain/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the domain's records
         * @description Asks the domain name system now and says in plain words what was found. When all records are right the domain is
         *     active at once, and the first visit gets it a certificate. Twenty times a minute are enough for anybody.
         */
        post: operations["checkDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificate-permission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a host may have a certificate
         * @description For the proxy in front: Caddy asks it (`on_demand_tls ask`) before it gets a certificate for a host that somebody
         *     connects to. 200 for an active own domain, 404 for every other.
         */
        get: operations["getCertificatePermission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/host-branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the account of this host looks
         * @description For the page before anybody has signed in: the look of the account whose own domain the request came to, by the
         *     Host header (by `X-Forwarded-Host` only from a trusted proxy), however it is written. A host that is nobody's own
         *     domain answers the neutral look, with `accountId` null.
         */
        get: operations["getHostBranding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the account's members
         * @description People who work in the account, oldest first: those who sign in and those embedded by a host. Members who were
         *     removed are left out; their id still answers at `GET /members/{memberId}`, so that old messages keep their author.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/members/{memberId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The member's id.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        /**
         * Read a member
         * @description One person in the account acted for, also when removed since (`status` says so).
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Takes the person out of the account at once: tokens, embed sessions and open sockets of this membership end, and what
         *     was assigned to them is nobody's. What they did stays under their name. Removing again answers the same.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change a member's role
         * @description The new role acts at once, on open sockets too. Nobody gives more than they may do themselves
         *     (`grant_exceeds_caller`), and the last admin who signs in stays one (409 `last_admin`).
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations
         * @description Invitations that were neither accepted nor revoked, newest first, also those that have expired.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody by e-mail
         * @description Sends a link that holds for 7 days and works once. Where the server sends no e-mail, `link` has it, for the inviter to
         *     pass on; otherwise it is null, so that only who reads that mailbox can accept. Inviting the same address again makes a
         *     new link, and the former stops working. 409 `already_member` for who is one.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The invitation's id.
                 * @example inv_01m89vsm9gexz8zvk8acgytj66
                 */
                invitationId: components["parameters"]["InvitationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description Its link stops working at once. Revoking it again answers the same.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description The account's keys, newest first, revoked ones included. The secret is never here: `prefix` is enough to tell keys
         *     apart.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The answer holds the secret, once: it is stored as a hash and cannot be shown again. The key follows the account's
         *     mode (`mh_test_…` or `mh_live_…`). Its scopes may not exceed what the caller may do (403 `grant_exceeds_caller`).
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{apiKeyId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The API key's id.
                 * @example key_01m89vsm9gexz8zvkhgs2ttm08
                 */
                apiKeyId: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description The key stops working at once, and so do the embed sessions it minted and their open sockets. Revoking it again
         *     answers the same.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{apiKeyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The API key's id.
                 * @example key_01m89vsm9gexz8zvkhgs2ttm08
                 */
                apiKeyId: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an API key
         * @description Makes a key of the same name and scopes, and lets the old one end after `overlapHours`, so that servers can change over
         *     without a gap. A key that ended already is not replaced (404 for revoked ones). Embed sessions of the old key end with it.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let one browser use some widgets
         * @description Called by a host's backend with an API key, for one person of one account. The person is found by `externalId`, or
         *     made as a member with the given name and role; an external id never joins a user by e-mail. The embed session lives
         *     12 hours and its tokens 10 minutes each; get the next with `POST /embed-sessions/{embedSessionId}/tokens`.
         *
         *     What the browser may do is the sum of its components (`x-components`), less what the member's role and the minting
         *     key may not do. A component of which nothing would be left is refused: 422 `grant_exceeds_role` or 403
         *     `grant_exceeds_caller`.
         */
        post: operations["createEmbedSession"];
        /**
         * Revoke every embed session of a person
         * @description For a host that signs a person out everywhere: all their embed sessions end at once, tokens and open sockets
         *     included. Answers the same when there was none.
         */
        delete: operations["revokeEmbedSessionsByExternalId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed-sessions/{embedSessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The embed session's id.
                 * @example ems_01m89vsm9gexz8zvk8acgytj66
                 */
                embedSessionId: components["parameters"]["EmbedSessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an embed session
         * @description Its tokens stop working at once and its open sockets are closed with `revoked`. Revoking it again answers the same.
         */
        delete: operations["revokeEmbedSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed-sessions/{embedSessionId}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The embed session's id.
                 * @example ems_01m89vsm9gexz8zvk8acgytj66
                 */
                embedSessionId: components["parameters"]["EmbedSessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the next token of an embed session
         * @description Called by the host's backend when a widget asks for a fresh token. 410 `embed_session_ended` says that the embed
         *     session was revoked or is over: mint a new one.
         */
        post: operations["createEmbedToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what
         * @description The account's audit, newest first: changes of access and of settings, sign-ins, refusals, exports, reads of a
         *     conversation that is assigned to somebody else, and the first use of an API key from an address. Entries are
         *     written in the same transaction as what they tell of; refusals follow within a second. They never hold secrets,
         *     message text or customers' names. `hash` chains each entry to the one before it (`GET /audit/verify`).
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check that nothing is missing or altered
         * @description Computes every hash anew, from the oldest entry that is kept to the newest. Note `head` somewhere else and give it
         *     back as `seq` and `hash` later: then even somebody who could rewrite the whole database cannot have changed what
         *     was there, unseen. Entries past the retention are removed from the oldest on; the audit itself says how far, and
         *     the chain goes on from there.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Take the audit along
         * @description The same entries, oldest first, streamed however many there are. `csv` is for spreadsheets: cells that would be
         *     taken for a formula begin with an apostrophe. `ndjson` has one AuditEntry a line. The export is itself audited.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link a WhatsApp number
         * @description Starts pairing and answers the session in `pairing`. Its QR is in the answer or follows within a second: poll
         *     `GET /sessions/{sessionId}`, or listen to the ephemeral frame `session.pairing`. The QR renews itself until
         *     `attemptsLeft` is 0.
         *
         *     With `sessionId` that session is paired again; scanning with another number is refused (`wrong_number`) and that
         *     device is unlinked. Pairing a number whose session was removed revives that session and its conversations.
         */
        post: operations["connectSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description The account's numbers, oldest first. Removed sessions are listed only with `status=removed`. A QR or pairing code
         *     is never in a list. An embed token that names sessions sees only those.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Read a session
         * @description While it is pairing, callers with `sessions:pair` see the QR or the code; others see only until when it holds. An
         *     id whose pairing revived an earlier session answers with that session and the header `MetaHub-Merged-From`.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Unlink a WhatsApp number
         * @description Unlinks the device, erases its keys and sets the session to `removed`; its conversations stay. Queued messages end
         *     as `failed` with `session_removed`. When the session is offline the keys are erased all the same, and its reason
         *     (`removed_offline`) tells the person to unlink the device on the phone. Removing it again answers the same.
         */
        delete: operations["removeSession"];
        options?: never;
        head?: never;
        /**
         * Name a number and set how it works
         * @description Changes what is given and leaves the rest, within `settings` too. `If-Match` names the revision the change was made
         *     from: it is a 412 `revision_conflict` when somebody changed name or settings since. That the number connected or
         *     lost its connection meanwhile is no conflict. New settings act at once: a new proxy, or appearing online, takes a new connection.
         *
         *     The password of a proxy is kept sealed and never answered.
         */
        patch: operations["updateSession"];
        trace?: never;
    };
    "/sessions/{sessionId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a number
         * @description Closes the connection and keeps the link: nothing is received or sent until `resumeSession`. What customers write
         *     meanwhile waits at WhatsApp and arrives then; what is sent meanwhile waits here, at most a day. Pausing again
         *     changes nothing.
         */
        post: operations["pauseSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{sessionId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused number
         * @description Connects again with the keys that were kept. A session that is not paused is left as it is.
         */
        post: operations["resumeSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{sessionId}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a number to another gateway
         * @description The gateway that holds the connection lets it go, and another one takes it within seconds, without a message lost:
         *     for a gateway that is to be stopped, or that has a bad line to WhatsApp. Where there is no other gateway the
         *     connection is made anew by the same one. A session that is not connected anywhere is left as it is.
         */
        post: operations["handOverSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{sessionId}/health": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Read how a session has been
         * @description The history of the session's health, latest first: changes of its score, disconnections and how long they were,
         *     what was missed meanwhile and whether it has been caught up, silences that were noticed, and alerts. `facts` are
         *     the numbers that the score is made of, as they are now. Entries are kept for 30 days (the server's setting); what
         *     goes on is kept however old it is. An entry that goes on changes later: its end is filled in.
         */
        get: operations["listSessionHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{sessionId}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Read what WhatsApp handed over
         * @description Everything that WhatsApp handed to this session, latest first, and what became of it: the answer to "did the
         *     customer's message arrive?". A row is written before WhatsApp is told that we have it, and stays after its text is
         *     forgotten. Neither text nor keys are in it. Callers without `conversations:read_all` see no addresses.
         *
         *     A row that waits, for the phone or to be decrypted, changes in place when its content comes.
         */
        get: operations["listSessionJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/send-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message
         * @description Addressed by exactly one of `conversationId`, `contactId` or `to`. `sessionId` says from which number, where a
         *     conversation does not already say it and the account has more than one (422 `session_required`).
         *
         *     202 means stored: the message is `queued` and will be sent in order within its conversation, also when the session
         *     is not connected now, or it ends as `failed` with a reason. Follow it by `message.updated` events. With
         *     `requireConnected` a session that is not connected is a 409 instead. A number that is not on WhatsApp is a 422.
         *
         *     With `sendAt` the message stays `queued` until then, and stands in the thread at that time; it takes its place as
         *     the conversation's latest when it is released. `deleteMessage` cancels it.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        /**
         * Read a message
         * @description One message, by id, in a conversation the caller may see.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /**
         * Delete a message for everyone
         * @description Takes a message of the business back, within WhatsApp's 60 hours (409 `too_late` after them), as `editMessage` changes
         *     one: it shows as `pendingChange` until WhatsApp has it, and then as `deleted`.
         *
         *     A message that was not handed to WhatsApp yet, also one that waits for its `sendAt`, is cancelled: it is `deleted` at
         *     once, and `failed` with `cancelled`.
         */
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        /**
         * Edit a message
         * @description Changes the text of a message that the business sent, or the caption of an image or video, within WhatsApp's 15
         *     minutes (409 `too_late` after them). 202 means stored: the change waits in the outbox, in order with the messages of its conversation, and shows as
         *     `pendingChange`. Once WhatsApp has it the text is the new one and `editedAt` is set; when WhatsApp won't have it,
         *     `pendingChange` says why, and the text stays as it was. Both are told by `message.updated`.
         *
         *     Asking again for the same text changes nothing.
         */
        patch: operations["editMessage"];
        trace?: never;
    };
    "/messages/{messageId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a failed message again
         * @description For a message that `failed` and is `retryable` (409 `not_retryable` otherwise): it is `queued` again, behind what
         *     its conversation has waiting, and goes out with the same bytes under the same WhatsApp id, so that whoever has it
         *     already does not get it twice. One that is queued already is left as it is.
         */
        post: operations["retryMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{messageId}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pass a message on to another chat
         * @description Sends the content of a message to one chat, as `sendMessage` does; call it once for each chat. What others wrote is
         *     marked `forwarded` (`forwarded_often` after more than three times); what the business wrote itself is not, as in
         *     WhatsApp's own apps. A file goes from where it is stored: nobody uploads it here again. What it answered is left
         *     out. 409 `not_forwardable` for what may be seen once, for kinds that cannot be sent, and for a file that is not
         *     here.
         */
        post: operations["forwardMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{messageId}/reaction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * React to a message
         * @description Gives the business's one reaction to a message, in place of the one before, whoever of the business gave that. It
         *     waits in the outbox as `editMessage` says, and shows as `pendingChange` until WhatsApp has it.
         */
        put: operations["setReaction"];
        post?: never;
        /**
         * Take the reaction back
         * @description Takes the business's reaction back, as `setReaction` gives one. Where there is none, nothing changes.
         */
        delete: operations["removeReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file to send
         * @description The body is the file itself, as it is, streamed: `Content-Type: application/octet-stream`. Its kind is found out
         *     from its bytes, never taken from its name. The answer's id goes into `content.mediaId` of `POST /send-message`.
         *     The same bytes twice are kept once. A file may have 100 MiB; what may be sent as which kind is checked when
         *     it is sent (422 `media_unsuitable`).
         */
        post: operations["uploadMedia"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{mediaId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The file's id.
                 * @example med_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                mediaId: components["parameters"]["MediaId"];
            };
            cookie?: never;
        };
        /**
         * Read what is known of a file
         * @description A file of a message the caller may see, or one that the caller uploaded. `url` is signed anew each time: ask
         *     again when the one you have has expired.
         */
        get: operations["getMedia"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/media/{mediaId}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The file's id.
                 * @example med_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                mediaId: components["parameters"]["MediaId"];
            };
            cookie?: never;
        };
        /**
         * The file itself
         * @description The address is `url` of a Media, which is signed for one file of one account and holds some minutes, so that a
         *     picture can be shown where no header can be sent. Ranges are answered. What cannot be shown safely in a browser
         *     comes as a download, and no script in it can run. A link that was altered answers as an unknown file does.
         */
        get: operations["getMediaContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List conversations
         * @description Without `conversations:read_all` a member sees conversations assigned to them and those of nobody. The order moves:
         *     a row that moves while you page reaches you by `conversation.updated`, so merge by id and keep the higher revision.
         *
         *     `sort=activity` (the default) puts the latest message first. `sort=waiting` puts first who waits for an answer,
         *     the longest wait first, then everybody else by latest activity.
         */
        get: operations["listConversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{conversationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        /**
         * Read a conversation
         * @description One conversation the caller may see, with its latest case and last message. Two conversations become one when
         *     WhatsApp tells that their contacts are one person: the id that went away answers with the one that stayed and the
         *     header `MetaHub-Merged-From`.
         *     A person who reads one that somebody else is assigned to is told of in the audit.
         */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{conversationId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        /**
         * Read a thread
         * @description A page of the thread, oldest first within the page, in the order (timestamp, id). Without `before`, `after` or
         *     `around` it is the newest page. `prevCursor` leads to older messages (`?before=`), `nextCursor` to newer ones
         *     (`?after=`); each is null at that end. `around` opens the page with that message in the middle. Give at most one of
         *     the three. A person who reads what somebody else is assigned to is told of in the audit.
         */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/conversations/{conversationId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a conversation as read
         * @description Marks everything up to a message as read by the business and lowers `unreadCount`. With `sendReceipts` the customer
         *     sees the blue ticks. Marking further back than already read changes nothing.
         */
        post: operations["markConversationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List contacts
         * @description The account's contacts, newest first; with `q`, those whose name, profile name or number matches. Contacts merged
         *     into another are left out.
         */
        get: operations["listContacts"];
        put?: never;
        /**
         * Make a contact of a number
         * @description Takes a number as people type it: what a local spelling leaves out is completed by the account's country and area
         *     code, and what is dialled but no part of the number (trunk zero, carrier) is left away. No digit of the number
         *     itself is ever added or removed by a rule: a connected session asks the network how it is spelled. A number that is
         *     not on WhatsApp, or that nobody can ask about, is taken as it was given. When there is a contact with that number
         *     already it is answered (200), and gets the name if it has none.
         */
        post: operations["createContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        /**
         * Read a contact
         * @description An id that was merged away answers with the survivor and the header `MetaHub-Merged-From`. `ETag` is what
         *     `updateContact` wants as `If-Match`.
         */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a contact
         * @description Changes the fields given and leaves the others. `If-Match` names the revision the change was made from; when
         *     somebody else changed the contact meanwhile, the answer is 412 `revision_conflict` and nothing is changed: read it
         *     again and decide. The name a person types here and WhatsApp's `profileName` are different fields.
         */
        patch: operations["updateContact"];
        trace?: never;
    };
    "/contacts/{contactId}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge another contact into this one
         * @description For one person who has two contacts. This one keeps its id; identities, tags and fields of the other join it, and
         *     in each session where both have a conversation the other's messages and cases move into this one's, whose
         *     counterpart is told as `conversation.withdrawn`. Nothing is lost, and `unmergeContact` undoes it. The network does
         *     the same by itself when it says that a hidden id and a number are one person. Two that are one already are left as
         *     they are.
         */
        post: operations["mergeContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a contact out of the one it was merged into
         * @description By the id that was merged away: every identity, conversation, case and message that came from it goes back to it.
         *     What was written after the merge stays with the survivor, since nobody can tell whose it is. The network does not
         *     join the two again by itself; a person may. 409 `not_merged` when it is not merged.
         */
        post: operations["unmergeContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        /**
         * List what was merged into a contact
         * @description The merges that the contact had a part in, newest first, undone ones too: who was merged, when, and whether the
         *     network or a person said so.
         */
        get: operations["listContactMerges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Poll events
         * @description The same stream as `GET /realtime`, for clients behind proxies that cut sockets. Events the caller may not see are
         *     left out, and `position` moves over them: pass it as the next `after`, and poll again at once while `hasMore`.
         *
         *     Without `after` the answer holds no events and the current position: ask for it, then load your lists, then poll
         *     from there, and nothing falls between. Events are kept for 30 days (the server's setting); an `after` older than
         *     that, or ahead of what the server has, answers 410 `events_expired`: load your lists anew.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/realtime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the event stream as a WebSocket
         * @description Upgrades to a WebSocket with JSON text frames (`RealtimeClientFrame`, `RealtimeServerFrame`). Tokens never travel in
         *     the URL: the first frame is `hello` with the token, within 5 seconds. The token's permissions and origins are
         *     checked there. The answer is `welcome` with the position the stream starts from, then events in order, once each.
         *
         *     *Resuming.* `hello.after` is the last position you had (`seq` of the last event or `position`). Where it is older
         *     than what is kept, `resync` comes after `welcome`: load your lists anew; the stream goes on from `welcome.seq`.
         *     Start: hello, welcome, keep what comes, load lists, then apply what came, by revision.
         *
         *     *Staying.* `position` comes every 10 seconds and after stretches you may not see; the server pings every 25 seconds.
         *     Send `auth` with a fresh token before the old one ends; the stream goes on without a gap. `bye` says why the server
         *     closes (`x-bye-codes`); a consumer that reads too slowly is cut with `slow_consumer` and resumes by `after`.
         *
         *     Frames without `seq` (`session.pairing`) are ephemeral: never stored, replayed or polled.
         */
        get: operations["openRealtime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server is ready
         * @description 200 when requests can be served, 503 until then and while something it cannot do without is gone. For load
         *     balancers and start scripts; it holds nothing about any account.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "session.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A session changed
         * @description Its status, reason, name or number changed, its health turned or got other causes, what it had missed was caught up,
         *     or it was made or removed. QR and pairing code are not in it.
         */
        post: operations["onSessionUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.alerted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A session needs somebody
         * @description Something that a person should look at has begun (`raised`) or is over (`resolved`). Once each: a cause that comes
         *     and goes stays one alert until it has been away for ten minutes. What a person ended (paired again, paused, removed)
         *     is over at once.
         */
        post: operations["onSessionAlerted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A customer wrote
         * @description An inbound message entered a conversation, once each however often WhatsApp delivered it.
         */
        post: operations["onMessageReceived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The business wrote
         * @description An outbound message entered a conversation, by whomever: a member, the API, or the phone itself. It may still be
         *     `queued`; `message.updated` follows it.
         */
        post: operations["onMessageSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A message changed
         * @description Its status moved forward, or it was edited, deleted or reacted to.
         */
        post: operations["onMessageUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "conversation.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A conversation changed
         * @description It was made, its last message, unread count, case or contact changed, or the receiver may see it from now on.
         *     `data` is the conversation as it is when the event is told, so one that is read later may be newer than its change:
         *     keep the higher revision.
         */
        post: operations["onConversationUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "conversation.withdrawn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A conversation may no longer be seen
         * @description The receiver may no longer see it: it was assigned to somebody else, went into another conversation of the same
         *     person, or is a group's while the account has turned groups off. Only its id is told: forget the conversation and its messages.
         */
        post: operations["onConversationWithdrawn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "contact.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A contact changed
         * @description It was made, renamed, or its profile name, identities, tags or fields changed.
         */
        post: operations["onContactUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "contact.merged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Two contacts became one
         * @description The network said that they are one person, or somebody of the account did. `contact.updated` of the survivor
         *     follows. Whoever shows the thread of one of `conversations[].intoId` loads it anew: messages came into it.
         */
        post: operations["onContactMerged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "contact.unmerged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A contact was taken out of another
         * @description A person undid a merge; `contact.updated` of both and `conversation.updated` of their conversations follow. Whoever
         *     shows the thread of one of `conversations[].intoId` loads it anew: messages went out of it.
         */
        post: operations["onContactUnmerged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description An account's id. */
        AccountId: string;
        /** @description A user's id. */
        UserId: string;
        /** @description A member's id. */
        MemberId: string;
        /** @description An API key's id. */
        ApiKeyId: string;
        /** @description An embed session's id. */
        EmbedSessionId: string;
        /** @description A session's id. */
        SessionId: string;
        /** @description A conversation's id. */
        ConversationId: string;
        /** @description A case's id. */
        CaseId: string;
        /** @description A message's id. */
        MessageId: string;
        /** @description A contact's id. */
        ContactId: string;
        /** @description A merge's id. */
        ContactMergeId: string;
        /** @description A group's id. */
        GroupId: string;
        /** @description A team's id. */
        TeamId: string;
        /** @description A media file's id. */
        MediaId: string;
        /** @description An entry's id in the history of a session's health. */
        HealthEntryId: string;
        /** @description An event's id. */
        EventId: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC, milliseconds.
         */
        Timestamp: string;
        /**
         * Format: date-time
         * @description A moment given by a client; RFC 3339 with any offset.
         */
        Instant: string;
        /** @description Grows with each change of the object. */
        Revision: number;
        /** @description A position in the account's stream of events. */
        Seq: number;
        /** @description Opaque: only pass it back. */
        Cursor: string;
        /** @description E.164. */
        PhoneNumber: string;
        /** @description A host's own id of a person. Compared exactly. */
        ExternalId: string;
        Tag: string;
        /**
         * @description What a credential may do; the table x-permissions says what each allows.
         * @enum {string}
         */
        Permission: "account:read" | "account:write" | "accounts:read" | "branding:write" | "accounts:write" | "members:read" | "members:write" | "keys:read" | "keys:write" | "embeds:write" | "sessions:read" | "sessions:pair" | "sessions:write" | "sessions:remove" | "conversations:read" | "conversations:read_all" | "conversations:write" | "messages:send" | "contacts:read" | "contacts:write" | "contacts:merge" | "audit:read";
        /**
         * @description The table x-roles says what each may do.
         * @enum {string}
         */
        Role: "admin" | "supervisor" | "agent";
        SignInRequest: {
            /**
             * Format: email
             * @description Case does not matter.
             */
            email: string;
            /** Format: password */
            password: string;
            /** @description Of the second factor, or a recovery code, where the person has one. */
            code?: string;
            accountId?: components["schemas"]["AccountId"];
        };
        SwitchAccountRequest: {
            accountId: components["schemas"]["AccountId"];
        };
        /** @description An access token and where it acts. */
        SignIn: {
            /** @description A JWT. */
            accessToken: string;
            expiresAt: components["schemas"]["Timestamp"];
            accountId: components["schemas"]["AccountId"];
            user: components["schemas"]["User"];
            /** @description The person's memberships, one per account, by the account's name. */
            members: components["schemas"]["Membership"][];
        };
        /** @description A person who signs in, once for all accounts. */
        User: {
            id: components["schemas"]["UserId"];
            /** Format: email */
            email: string;
            name: string;
        };
        /** @description A user in one account. */
        Membership: {
            id: components["schemas"]["MemberId"];
            role: components["schemas"]["Role"];
            account: {
                id: components["schemas"]["AccountId"];
                name: string;
                parentId: components["schemas"]["AccountId"] | null;
                mode: components["schemas"]["AccountMode"];
                status: components["schemas"]["AccountStatus"];
            };
        };
        /** @description The caller of a request. */
        Me: {
            /**
             * @description Which of the three kinds of credential this is.
             * @enum {string}
             */
            credential: "access_token" | "api_key" | "embed_token";
            account: components["schemas"]["Account"];
            /** @description Who the caller is in the account; null for an API key. */
            member: components["schemas"]["Member"] | null;
            /** @description The signed-in person; null for API keys and embedded people. */
            user: components["schemas"]["User"] | null;
            /** @description The key; null for people. */
            apiKey: components["schemas"]["ApiKey"] | null;
            /** @description What the embed session allows; null for other credentials. */
            embed: components["schemas"]["EmbedGrant"] | null;
            /** @description What the caller may do in this account right now. */
            permissions: components["schemas"]["Permission"][];
        };
        EmbedGrant: {
            id: components["schemas"]["EmbedSessionId"];
            components: components["schemas"]["EmbedComponents"];
            /** @description The only sessions it may see; null for all. */
            sessionIds: components["schemas"]["SessionId"][] | null;
            origins: components["schemas"]["Origin"][];
            expiresAt: components["schemas"]["Timestamp"];
        };
        /**
         * @description Fixed at creation. A test account holds sandbox sessions only, a live account real ones only.
         * @enum {string}
         */
        AccountMode: "test" | "live";
        /** @enum {string} */
        AccountStatus: "active" | "suspended" | "closing";
        /** @description One business. An agency is an account that has client accounts beneath it. */
        Account: {
            id: components["schemas"]["AccountId"];
            name: string;
            /** @description The agency this account is a client of. */
            parentId: components["schemas"]["AccountId"] | null;
            mode: components["schemas"]["AccountMode"];
            status: components["schemas"]["AccountStatus"];
            /** @description ISO 3166-1 alpha-2; how local numbers are read. */
            country: string;
            /** @description The area code of local numbers written without one. */
            areaCode: string | null;
            /** @description IANA name. */
            timeZone: string;
            /** @description BCP 47. */
            locale: string;
            limits: components["schemas"]["AccountLimits"];
            settings: components["schemas"]["AccountSettings"];
            branding: components["schemas"]["Branding"];
            /** @description When it will be erased, while its status is closing. */
            closesAt: components["schemas"]["Timestamp"] | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description How the account works. */
        AccountSettings: {
            /** @description Whether groups are in the inbox, see `updateAccount`. */
            groups: boolean;
            /** @description Whether a link that is sent gets a preview. The server fetches the page for it. */
            linkPreviews: boolean;
            /** @description What is imported when a number is paired. */
            history: {
                /** @description How far back; 0 imports nothing. */
                days: number;
                /** @description The latest so many of each chat. */
                messagesPerChat: number;
            };
        };
        UpdateAccountRequest: {
            name?: string;
            /** @description ISO 3166-1 alpha-2. */
            country?: string;
            areaCode?: string | null;
            /** @description IANA name. */
            timeZone?: string;
            /** @description BCP 47. */
            locale?: string;
            limits?: components["schemas"]["AccountLimitsChange"];
            settings?: {
                groups?: boolean;
                linkPreviews?: boolean;
                history?: {
                    days?: number;
                    messagesPerChat?: number;
                };
            };
        };
        /** @description What the account may hold; null is without limit. */
        AccountLimits: {
            /** @description Sessions that are not removed. */
            sessions: number | null;
            /** @description Active members. */
            members: number | null;
            /** @description Messages accepted for sending in a day of the account's time zone. */
            messagesPerDay: number | null;
            /** @description Stored media. */
            mediaBytes: number | null;
        };
        /** @description A picture of a branding. */
        BrandFileId: string;
        /** @description How the account looks, wherever it is shown. */
        Branding: {
            /** @description Shown in place of the account's name. */
            productName: string | null;
            /**
             * Format: uri-reference
             * @description Relative to the API's origin, or absolute.
             */
            logoUrl: string | null;
            /**
             * Format: uri-reference
             * @description For dark grounds; null uses logoUrl.
             */
            logoDarkUrl: string | null;
            /** Format: uri-reference */
            faviconUrl: string | null;
            /** @description Six hexadecimal digits, such as #0f746c. */
            brandColor: string | null;
            /** @description The brand's colour on dark grounds; null derives it. */
            brandColorDark: string | null;
            /** @description Text on the brand's colour; null computes it. */
            onBrandColor: string | null;
            /**
             * @description The temperature of greys.
             * @enum {string}
             */
            neutrals: "cool" | "warm";
            /** @description Corner radius of panels in px. */
            radius: number | null;
            /** @description A CSS font-family list. */
            fontFamily: string | null;
            /**
             * Format: uri
             * @description Terms of use.
             */
            termsUrl: string | null;
            /**
             * Format: uri
             * @description The privacy notice.
             */
            privacyUrl: string | null;
            /**
             * Format: uri
             * @description Where people get help.
             */
            supportUrl: string | null;
            /** @description The language before a person has chosen one, as in BCP 47. */
            locale: string;
            /** @description The time zone before a person has chosen one, by its IANA name. */
            timeZone: string;
            /** @description What was computed of the brand's colours, as ratios (WCAG 2); null without a brand colour. */
            contrast: {
                /** @description Text on the brand's colour. */
                label: number;
                /** @description The same on dark grounds. */
                labelDark: number;
                /** @description The brand's colour on a light ground. */
                light: number;
                /** @description The brand's colour on a dark ground. */
                dark: number;
            } | null;
            /** @description Who e-mails come from; null is the product's name. */
            emailSenderName: string | null;
            /**
             * Format: email
             * @description Where answers to e-mails go.
             */
            emailReplyTo: string | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        UpdateBrandingRequest: {
            productName?: string | null;
            brandColor?: string | null;
            brandColorDark?: string | null;
            onBrandColor?: string | null;
            /** @enum {string} */
            neutrals?: "cool" | "warm";
            radius?: number | null;
            /** @description Names of fonts, separated by commas; those that stand on the reader's device are used. */
            fontFamily?: string | null;
            emailSenderName?: string | null;
            /** Format: email */
            emailReplyTo?: string | null;
            /** Format: uri */
            termsUrl?: string | null;
            /** Format: uri */
            privacyUrl?: string | null;
            /** Format: uri */
            supportUrl?: string | null;
            locale?: string;
            timeZone?: string;
        };
        ClaimDomainRequest: {
            /** @description Without scheme or path; letters of any alphabet are taken. */
            host: string;
        };
        /** @description The host under which an account is reached, and the records that make it so. */
        Domain: {
            /** @description As the network writes it. */
            host: string | null;
            /** @description As people read it. */
            displayHost: string | null;
            /** @enum {string} */
            status: "none" | "waiting" | "active";
            /** @description Where it stands, in the account's language. */
            message: string;
            /** @description What its owner makes in the domain name system. */
            records: {
                /** @enum {string} */
                type: "TXT" | "CNAME";
                /** @description The record's full name. */
                name: string;
                /** @description What it says. */
                value: string;
                /** @enum {string} */
                state: "unchecked" | "missing" | "wrong" | "unreachable" | "found";
                /** @description What was found, in the account's language. */
                message: string;
            }[];
            /** Format: date-time */
            checkedAt: string | null;
            /** Format: date-time */
            activeSince: string | null;
        };
        /** @description What may be known of an account's look before anybody has signed in. */
        HostBranding: {
            /** @description The account whose domain this is. */
            accountId: string | null;
            /** @description The account's name. */
            name: string | null;
            /** @description Shown in place of the account's name. */
            productName: string | null;
            /**
             * Format: uri-reference
             * @description Relative to the API's origin, or absolute.
             */
            logoUrl: string | null;
            /**
             * Format: uri-reference
             * @description For dark grounds; null uses logoUrl.
             */
            logoDarkUrl: string | null;
            /** Format: uri-reference */
            faviconUrl: string | null;
            /** @description Six hexadecimal digits, such as #0f746c. */
            brandColor: string | null;
            /** @description The brand's colour on dark grounds; null derives it. */
            brandColorDark: string | null;
            /** @description Text on the brand's colour; null computes it. */
            onBrandColor: string | null;
            /**
             * @description The temperature of greys.
             * @enum {string}
             */
            neutrals: "cool" | "warm";
            /** @description Corner radius of panels in px. */
            radius: number | null;
            /** @description A CSS font-family list. */
            fontFamily: string | null;
            /**
             * Format: uri
             * @description Terms of use.
             */
            termsUrl: string | null;
            /**
             * Format: uri
             * @description The privacy notice.
             */
            privacyUrl: string | null;
            /**
             * Format: uri
             * @description Where people get help.
             */
            supportUrl: string | null;
            /** @description The language before a person has chosen one, as in BCP 47. */
            locale: string;
            /** @description The time zone before a person has chosen one, by its IANA name. */
            timeZone: string;
        };
        AccountList: {
            data: components["schemas"]["Account"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        CreateAccountRequest: {
            name: string;
            mode?: components["schemas"]["AccountMode"];
            /** @description ISO 3166-1 alpha-2. */
            country?: string;
            areaCode?: string | null;
            /** @description IANA name. */
            timeZone?: string;
            /** @description BCP 47. */
            locale?: string;
            limits?: components["schemas"]["AccountLimitsChange"];
        };
        /** @description What is left out stays; null is without limit. */
        AccountLimitsChange: {
            sessions?: number | null;
            members?: number | null;
            messagesPerDay?: number | null;
            mediaBytes?: number | null;
        };
        SuspendAccountRequest: {
            /** @description Read by those who sign in. */
            reason: string | null;
        };
        /** @description What an account uses, beside its limits. */
        AccountUsage: {
            accountId: components["schemas"]["AccountId"];
            name: string;
            mode: components["schemas"]["AccountMode"];
            status: components["schemas"]["AccountStatus"];
            closesAt: components["schemas"]["Timestamp"] | null;
            /** @description Numbers that are not removed; needAttention are those that only a person can connect again. */
            sessions: {
                total: number;
                connected: number;
                needAttention: number;
            };
            /** @description Active members. */
            members: number;
            /** @description Messages accepted for sending today. */
            messagesToday: number;
            /** @description Stored files, each once. */
            mediaBytes: number;
            limits: components["schemas"]["AccountLimits"];
            /** @description When something was last written, either way. */
            lastActivityAt: components["schemas"]["Timestamp"] | null;
        };
        AccountUsageList: {
            data: components["schemas"]["AccountUsage"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        /** @description A receipt's id. */
        ErasureReceiptId: string;
        /** @description What was erased of a deleted account. */
        ErasureReceipt: {
            id: components["schemas"]["ErasureReceiptId"];
            accountId: components["schemas"]["AccountId"];
            name: string;
            requestedAt: components["schemas"]["Timestamp"];
            erasedAt: components["schemas"]["Timestamp"];
            /** @description How many rows of each table. */
            rows: {
                [key: string]: number;
            };
            /** @description Stored files. */
            files: number;
            /** @description People who were members of no other account. */
            users: number;
            /** @description Where its audit ended; whoever has an export of it can tell that it is whole. */
            auditHead: {
                seq: components["schemas"]["Seq"];
                hash: components["schemas"]["AuditHash"];
            } | null;
        };
        ErasureReceiptList: {
            data: components["schemas"]["ErasureReceipt"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        /** @description A user, or an embedded person known by the host's external id, in one account with one role. */
        Member: {
            id: components["schemas"]["MemberId"];
            userId: components["schemas"]["UserId"] | null;
            externalId: components["schemas"]["ExternalId"] | null;
            name: string;
            role: components["schemas"]["Role"];
            /** @enum {string} */
            status: "active" | "removed";
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        MemberList: {
            data: components["schemas"]["Member"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        /** @description An invitation's id. */
        InvitationId: string;
        /** @description A sign-in's id. */
        SignInId: string;
        /**
         * Format: password
         * @description At least 10 characters; no rules about which.
         */
        NewPassword: string;
        /** @description What stands in the link after the number sign. */
        LinkToken: string;
        UpdateMemberRequest: {
            role?: components["schemas"]["Role"];
            name?: string;
        };
        /** @description Somebody who was asked to become a member. */
        Invitation: {
            id: components["schemas"]["InvitationId"];
            /** Format: email */
            email: string;
            role: components["schemas"]["Role"];
            /** @description The member or the API key. */
            invitedBy: string;
            expiresAt: components["schemas"]["Timestamp"];
            createdAt: components["schemas"]["Timestamp"];
        };
        InvitationList: {
            data: components["schemas"]["Invitation"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        CreateInvitationRequest: {
            /** Format: email */
            email: string;
            role: components["schemas"]["Role"];
        };
        CreatedInvitation: {
            invitation: components["schemas"]["Invitation"];
            /**
             * Format: uri
             * @description Who has it can accept. Null where it went by e-mail.
             */
            link: string | null;
        };
        InvitationToken: {
            token: components["schemas"]["LinkToken"];
        };
        InvitationView: {
            /** Format: email */
            email: string;
            role: components["schemas"]["Role"];
            accountName: string;
            invitedBy: string;
            /** @description Whether that address signs in already, so that its password is asked for. */
            hasSignIn: boolean;
        };
        AcceptInvitationRequest: {
            token: components["schemas"]["LinkToken"];
            /** @description Needed for who is new. */
            name?: string;
            /** @description Of the second factor, or a recovery code, where the person has one. */
            code?: string;
            /** Format: password */
            password: string;
        };
        ChangePasswordRequest: {
            /** Format: password */
            currentPassword: string;
            newPassword: components["schemas"]["NewPassword"];
        };
        RequestPasswordResetRequest: {
            /** Format: email */
            email: string;
        };
        ResetPasswordRequest: {
            token: components["schemas"]["LinkToken"];
            password: components["schemas"]["NewPassword"];
        };
        SecondFactor: {
            enabled: boolean;
            since: components["schemas"]["Timestamp"] | null;
            recoveryCodesLeft: number;
        };
        NewSecondFactor: {
            /** @description Base 32; for who types it. */
            secret: string;
            /** @description otpauth://, for a QR. */
            uri: string;
        };
        SecondFactorCode: {
            code: string;
        };
        RecoveryCodes: {
            recoveryCodes: string[];
        };
        SecondFactorRemoval: {
            /** Format: password */
            password: string;
        };
        /** @description One device or browser where the person is signed in. */
        ActiveSignIn: {
            id: components["schemas"]["SignInId"];
            /** @description Whether it is the one that asks. */
            current: boolean;
            /** @description Where it began. */
            address: string | null;
            userAgent: string | null;
            createdAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was last refreshed.
             */
            lastUsedAt: string;
            expiresAt: components["schemas"]["Timestamp"];
        };
        SignInList: {
            data: components["schemas"]["ActiveSignIn"][];
        };
        RotateApiKeyRequest: {
            /** @description Hours that the old key still works; 0 ends it at once. */
            overlapHours: number;
        };
        /** @description A credential of a server. Its secret is shown once, at creation. */
        ApiKey: {
            id: components["schemas"]["ApiKeyId"];
            name: string;
            /** @description The first characters of the secret, to tell keys apart. */
            prefix: string;
            scopes: components["schemas"]["Permission"][];
            expiresAt: components["schemas"]["Timestamp"] | null;
            revokedAt: components["schemas"]["Timestamp"] | null;
            /** @description To the minute. */
            lastUsedAt: components["schemas"]["Timestamp"] | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ApiKeyList: {
            data: components["schemas"]["ApiKey"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        CreateApiKeyRequest: {
            /** @description For people. */
            name: string;
            /** @description What the key may do. */
            scopes: components["schemas"]["Permission"][];
            expiresAt?: components["schemas"]["Instant"];
        };
        CreatedApiKey: {
            apiKey: components["schemas"]["ApiKey"];
            /** @description The key itself. Keep it: it cannot be shown again. */
            secret: string;
        };
        /** @description An audit entry's id. */
        AuditEntryId: string;
        /** @description The id of anything. */
        AuditedId: string;
        /** @description SHA-256 in hexadecimal digits. */
        AuditHash: string;
        /** @enum {string} */
        AuditOutcome: "done" | "refused";
        /** @description Something that was done or refused. Entries never change. */
        AuditEntry: {
            id: components["schemas"]["AuditEntryId"];
            seq: components["schemas"]["Seq"];
            at: components["schemas"]["Timestamp"];
            /** @description The x-audit of the operation, or one of x-audit-actions. */
            action: string;
            outcome: components["schemas"]["AuditOutcome"];
            /** @description Why it was refused; a ProblemCode. */
            reason: string | null;
            /** @description How often the same was refused within the moment this entry tells of. */
            count: number;
            /** @description Who did it. */
            actor: {
                /** @enum {string} */
                kind: "user" | "api_key" | "embed" | "system" | "anonymous";
                /** @description The member or the API key. */
                id: components["schemas"]["AuditedId"] | null;
                name: string;
                /** @description The account of the credential where it is another one; an agency's. */
                accountId: components["schemas"]["AccountId"] | null;
            };
            /** @description What it was done to. */
            target: {
                kind: string;
                id: components["schemas"]["AuditedId"] | null;
                name: string | null;
            } | null;
            /** @description The address that the request came from. */
            address: string | null;
            userAgent: string | null;
            requestId: string | null;
            /** @description What changed, as it was; never a secret. */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description What changed, as it is since; never a secret. */
            after: {
                [key: string]: unknown;
            } | null;
            hash: components["schemas"]["AuditHash"];
        };
        AuditPage: {
            data: components["schemas"]["AuditEntry"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        AuditVerification: {
            intact: boolean;
            /** @description How many are kept. */
            entries: number;
            /** @description The oldest that is kept. */
            oldestSeq: components["schemas"]["Seq"] | null;
            /** @description The newest; note it elsewhere. */
            head: {
                seq: components["schemas"]["Seq"];
                hash: components["schemas"]["AuditHash"];
            } | null;
            /** @description The first thing that is wrong. */
            fault: {
                seq: components["schemas"]["Seq"];
                /**
                 * @description An entry is missing, was altered, or is not the one that was noted.
                 * @enum {string}
                 */
                kind: "missing" | "altered" | "not_as_noted";
            } | null;
        };
        /** @description A web origin, as the browser sends it. */
        Origin: string;
        /** @description The widgets a browser may use. What each grants is in the table x-components. */
        EmbedComponents: {
            inbox?: {
                /** @description Left out, all. */
                features?: ("reply" | "edit_contacts")[];
                /** @description To look only; the features are then none. Left out, false. */
                readOnly?: boolean;
            };
            qrPairing?: {
                /** @description Shows the state without the QR. Left out, false. */
                readOnly?: boolean;
            };
            sessions?: {
                /** @description Left out, all. */
                features?: ("pair" | "manage" | "remove")[];
                /** @description To look only; the features are then none. Left out, false. */
                readOnly?: boolean;
            };
        };
        CreateEmbedSessionRequest: {
            /** @description The person at the browser. Name and role are updated from it each time. */
            member: {
                externalId: components["schemas"]["ExternalId"];
                name: string;
                role: components["schemas"]["Role"];
            };
            components: components["schemas"]["EmbedComponents"];
            /** @description The only sessions (and their conversations) it may see. Left out, all. */
            sessionIds?: components["schemas"]["SessionId"][];
            /** @description Where the token may be used from. */
            origins: components["schemas"]["Origin"][];
        };
        CreatedEmbedSession: {
            id: components["schemas"]["EmbedSessionId"];
            /** @description An embed token. */
            token: string;
            /** @description When the token ends. */
            expiresAt: components["schemas"]["Timestamp"];
        };
        EmbedToken: {
            /** @description An embed token. */
            token: string;
            /** @description When the token ends. */
            expiresAt: components["schemas"]["Timestamp"];
        };
        /** @enum {string} */
        SessionStatus: "pairing" | "connecting" | "connected" | "disconnected" | "logged_out" | "failed" | "paused" | "removed";
        /**
         * @description Why a session is as it is; the table x-session-reasons says what each means.
         * @enum {string}
         */
        SessionReasonCode: "waiting_for_scan" | "waiting_for_code" | "pairing_expired" | "scanned" | "connecting" | "restart_required" | "connection_lost" | "connection_replaced" | "upgrade_refused" | "version_refused" | "proxy_unreachable" | "flooded" | "server_unavailable" | "transport_unavailable" | "logged_out" | "device_removed" | "wrong_number" | "number_in_use" | "bad_session" | "banned" | "passkey_required" | "history_refused" | "paused_by_person" | "account_suspended" | "removed" | "removed_offline" | "revived";
        /**
         * @description What a person can do: `none` nothing, `scan` the QR, `enter_code` on the phone, `wait` (it is being tried again),
         *     `pair_again`, `open_phone` (look at WhatsApp on the phone), `unlink_on_phone` (remove the linked device there),
         *     `resume`, `check_proxy` (its address and password, in the settings), `ask_admin`.
         * @enum {string}
         */
        SessionAction: "none" | "scan" | "enter_code" | "wait" | "pair_again" | "open_phone" | "unlink_on_phone" | "resume" | "check_proxy" | "ask_admin";
        /** @description One WhatsApp number linked to an account. There is one live session per account and number. */
        Session: {
            id: components["schemas"]["SessionId"];
            /** @description Given by a person. */
            name: string;
            /** @description Known once it was paired. */
            number: components["schemas"]["PhoneNumber"] | null;
            /** @description What WhatsApp shows to customers. */
            profileName: string | null;
            status: components["schemas"]["SessionStatus"];
            reason: components["schemas"]["SessionReason"] | null;
            /** @description While it waits to be paired. */
            pairing: components["schemas"]["Pairing"] | null;
            /** @description What WhatsApp holds back at the moment. */
            restrictions: components["schemas"]["SessionRestriction"][];
            /** @description How far the import of what the phone had before has come; null where nothing was imported. */
            history: components["schemas"]["HistoryImport"] | null;
            /** @description How well it works, and what to do where it does not. */
            health: components["schemas"]["SessionHealth"];
            settings: components["schemas"]["SessionSettings"];
            /** @description Since when it is connected, or was last. */
            connectedAt: components["schemas"]["Timestamp"] | null;
            /** @description When WhatsApp was last heard. */
            lastSeenAt: components["schemas"]["Timestamp"] | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description How a number works; `updateSession` changes it. */
        SessionSettings: {
            /** @description What its connection, uploads and downloads go through; null for none. */
            proxy: components["schemas"]["SessionProxy"] | null;
            calls: {
                /** @description Refuses calls at once. Either way they show in the conversation. */
                reject: boolean;
                /** @description Written to who was refused, at most once in ten minutes. */
                text: string | null;
            };
            /** @description How slowly messages leave. A reply, to somebody who wrote within the last day, is not paced unless `replies` is on. */
            pacing: {
                /** @description At most so many; null for no such limit. */
                perMinute: number | null;
                /** @description Between two messages there is a pause of random length from this */
                minPauseMs: number;
                /** @description to this. */
                maxPauseMs: number;
                /** @description Shows "typing" before each text, for as long as it is long. */
                typing: boolean;
                /** @description Whether replies are paced as well. */
                replies: boolean;
            };
            /** @description Shows the number as online while it is connected; its phone then rings less. Off at first. */
            appearOnline: boolean;
        };
        SessionProxy: {
            /** @description Without user and password. */
            url: string;
            /** @description The beginning of it, then dots. */
            username: string | null;
            hasPassword: boolean;
        };
        UpdateSessionRequest: {
            name?: string;
            settings?: {
                /** @description As a whole; null for none. */
                proxy?: components["schemas"]["SessionProxyInput"] | null;
                calls?: {
                    reject?: boolean;
                    text?: string | null;
                };
                pacing?: {
                    perMinute?: number | null;
                    minPauseMs?: number;
                    maxPauseMs?: number;
                    typing?: boolean;
                    replies?: boolean;
                };
                appearOnline?: boolean;
            };
        };
        SessionProxyInput: {
            /** @description `http://`, `https://` or `socks5://`, host and port. User and password have fields of their own. */
            url: string;
            username?: string;
            /** Format: password */
            password?: string;
        };
        SessionReason: {
            code: components["schemas"]["SessionReasonCode"];
            /** @description For people, in the language of the account. */
            message: string;
            action: components["schemas"]["SessionAction"];
        };
        /**
         * @description `qr` and `code` are secrets: only the answer of `POST /connect`, `GET /sessions/{sessionId}` for callers with
         *     `sessions:pair`, and the frame `session.pairing` hold them.
         */
        Pairing: {
            /** @enum {string} */
            method: "qr" | "code";
            /** @description What the QR shows; draw it. */
            qr?: string;
            /** @description To be typed on the phone. */
            code?: string;
            expiresAt: components["schemas"]["Timestamp"];
            /** @description Renewals that are still to come. */
            attemptsLeft: number;
        };
        SessionRestriction: {
            /** @description Lower snake case, such as reach_out_limited and new_chat_quota. */
            code: string;
            until: components["schemas"]["Timestamp"] | null;
        };
        HistoryImport: {
            /** @description Per cent; at 100 all that was wanted is here. */
            progress: number;
        };
        SessionHealth: {
            /** @description 100 where nothing is wrong, 0 where nothing works; null while it is not known. */
            score: number | null;
            state: components["schemas"]["SessionHealthState"];
            /** @description Since when it is in this state. */
            since: components["schemas"]["Timestamp"];
            /** @description What takes from the score, the worst first; empty where nothing does. */
            causes: components["schemas"]["SessionHealthCause"][];
            /** @description What was missed while it was last disconnected, and whether it has been caught up. */
            gap: components["schemas"]["SessionGap"] | null;
        };
        /**
         * @description `good`: nobody needs to do anything. `degraded`: it works, not all of it. `bad`: messages do not come or go.
         *     `unknown`: not paired, paused, removed, or not looked at yet.
         * @enum {string}
         */
        SessionHealthState: "good" | "degraded" | "bad" | "unknown";
        /**
         * @description What is wrong; the table x-health-causes says what each means.
         * @enum {string}
         */
        SessionHealthCode: "link_ended" | "disconnected" | "connection_replaced" | "silent" | "reconnecting_often" | "sends_unconfirmed" | "sends_failing" | "outbox_waiting" | "new_chats_restricted" | "waiting_for_phone" | "undecryptable" | "inbox_behind";
        SessionHealthCause: {
            code: components["schemas"]["SessionHealthCode"];
            /** @description For people, in the language of the account. */
            message: string;
            action: components["schemas"]["SessionAction"];
            since: components["schemas"]["Timestamp"];
        };
        /**
         * @description The check after a reconnect. WhatsApp says how much waits (`announced`); what it then hands over is counted
         *     (`received`, messages that were sent to this number or by its phone meanwhile).
         */
        SessionGap: {
            /** @description When the connection was last heard before. */
            from: components["schemas"]["Timestamp"];
            /** @description When it stood again. */
            until: components["schemas"]["Timestamp"];
            /** @description Null where WhatsApp did not say. */
            announced: {
                messages: number;
                receipts: number;
                notifications: number;
            } | null;
            /** @description Messages handed over since. */
            received: number;
            /** @description When WhatsApp had handed over everything and it was in the inbox; null until then. */
            caughtUpAt: components["schemas"]["Timestamp"] | null;
        };
        /** @enum {string} */
        SessionHealthEntryType: "changed" | "disconnected" | "gap" | "silence" | "alert";
        /** @description One entry of the history of a session's health. */
        SessionHealthEntry: components["schemas"]["HealthChangedEntry"] | components["schemas"]["DisconnectedEntry"] | components["schemas"]["GapEntry"] | components["schemas"]["SilenceEntry"] | components["schemas"]["AlertEntry"];
        /** @description The state, its causes, or the score by ten points and more. From one to the next the score stays. */
        HealthChangedEntry: {
            id: components["schemas"]["HealthEntryId"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "changed";
            at: components["schemas"]["Timestamp"];
            score: number | null;
            state: components["schemas"]["SessionHealthState"];
            causes: components["schemas"]["SessionHealthCode"][];
        };
        /** @description The connection was gone from `at` to `until`, which is null while it is. */
        DisconnectedEntry: {
            id: components["schemas"]["HealthEntryId"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "disconnected";
            at: components["schemas"]["Timestamp"];
            until: components["schemas"]["Timestamp"] | null;
            /** @description Why it ended first. */
            reason: components["schemas"]["SessionReasonCode"];
        };
        /** @description The check after a reconnect; `at` is when the connection stood again. */
        GapEntry: {
            id: components["schemas"]["HealthEntryId"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "gap";
            at: components["schemas"]["Timestamp"];
            gap: components["schemas"]["SessionGap"];
        };
        /**
         * @description The connection stood and was of no use: WhatsApp did not answer, confirmed nothing, or did not deliver what it had
         *     announced. It was made anew; `until` is when it worked again.
         */
        SilenceEntry: {
            id: components["schemas"]["HealthEntryId"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "silence";
            at: components["schemas"]["Timestamp"];
            until: components["schemas"]["Timestamp"] | null;
            cause: components["schemas"]["SilenceCause"];
        };
        /**
         * @description How it was noticed. `nothing_heard`: not even answers to pings. `unanswered`: pings are answered, and a question is
         *     not. `sends_unconfirmed`: messages were handed to WhatsApp and none was confirmed. `nothing_delivered`: what WhatsApp
         *     had announced does not come.
         * @enum {string}
         */
        SilenceCause: "nothing_heard" | "unanswered" | "sends_unconfirmed" | "nothing_delivered";
        /** @description What `session.alerted` told; `until` is null while it stands. */
        AlertEntry: {
            id: components["schemas"]["HealthEntryId"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "alert";
            at: components["schemas"]["Timestamp"];
            until: components["schemas"]["Timestamp"] | null;
            code: components["schemas"]["SessionHealthCode"];
            /** @description For people, in the language of the account. */
            message: string;
            action: components["schemas"]["SessionAction"];
        };
        /** @description What the score is made of. Hours and days are the last 60 minutes and the last 24 hours. */
        SessionHealthFacts: {
            measuredAt: components["schemas"]["Timestamp"];
            /** @description From 0 to 1, of the time since it was paired. */
            connectedShareDay: number;
            reconnectsHour: number;
            reconnectsDay: number;
            /** @description Messages that wait to be handed to WhatsApp. */
            queued: number;
            oldestQueuedAt: components["schemas"]["Timestamp"] | null;
            /** @description Messages handed to WhatsApp and not confirmed yet. */
            unconfirmed: number;
            oldestUnconfirmedAt: components["schemas"]["Timestamp"] | null;
            sentDay: number;
            failedDay: number;
            /** @description Rows of the journal. */
            receivedDay: number;
            /** @description Of these, what is not readable yet. */
            undecryptableDay: number;
            /** @description Messages whose content only the phone has. */
            waitingForPhone: number;
            /** @description Rows of the journal that are not projected. */
            notInInbox: number;
        };
        SessionHealthList: {
            data: components["schemas"]["SessionHealthEntry"][];
            nextCursor: components["schemas"]["Cursor"] | null;
            /** @description Null for one that was never connected. */
            facts: components["schemas"]["SessionHealthFacts"] | null;
        };
        SessionAlert: {
            id: components["schemas"]["HealthEntryId"];
            sessionId: components["schemas"]["SessionId"];
            /** @enum {string} */
            state: "raised" | "resolved";
            code: components["schemas"]["SessionHealthCode"];
            /** @description For people, in the language of the account. */
            message: string;
            action: components["schemas"]["SessionAction"];
            raisedAt: components["schemas"]["Timestamp"];
            resolvedAt: components["schemas"]["Timestamp"] | null;
            revision: components["schemas"]["Revision"];
        };
        /**
         * @description `waiting`: journalled, not in the inbox yet. `message`: became a message. `change`: an edit, deletion, reaction or
         *     vote, applied to a message. `duplicate`: the message was there already, by another address. `healed`: came without
         *     content first, and has it now. `waiting_for_phone`: only the phone has its content, which is asked for.
         *     `undecryptable`: it could not be read, and is asked for again. `waits_for_message`: a change of a message that has not
         *     come. `ignored`: nothing to show; `reason` says why. `failed`: it is kept, and could not be put into the inbox.
         * @enum {string}
         */
        JournalOutcomeCode: "waiting" | "message" | "change" | "duplicate" | "healed" | "waiting_for_phone" | "undecryptable" | "waits_for_message" | "ignored" | "failed";
        JournalOutcome: {
            code: components["schemas"]["JournalOutcomeCode"];
            /** @description The message that it became, changed, is a copy of, or is shown as while it waits. */
            messageId: components["schemas"]["MessageId"] | null;
            /**
             * @description Of `ignored`: `protocol` (between devices, nothing for people), `empty` (no content that is shown), `groups_off`, `no_person` (an
             *     address that no person has), `no_effect` (a change by somebody who may not make it, or that was there already).
             *     Of `undecryptable` and `waiting_for_phone`: `given_up`, once it is no longer asked for. Else null.
             */
            reason: string | null;
        };
        JournalEntry: {
            /** @description Grows with each row, over all sessions. */
            position: number;
            whatsappId: string;
            /**
             * @description The type of the content (as in Message), or `edit`, `delete`, `reaction`, `vote`, `protocol`; null until it has
             *     been read.
             */
            kind: string | null;
            /**
             * @description `outbound`: written by the business on its phone.
             * @enum {string}
             */
            direction: "inbound" | "outbound";
            /**
             * @description `offline`: WhatsApp had kept it while the session was not connected.
             * @enum {string}
             */
            arrival: "live" | "offline";
            /** @description The chat as WhatsApp named it, a number as E.164; null for callers who may not see it. */
            chat: string | null;
            /** @description Who wrote it, named alike. */
            author: string | null;
            /** @description WhatsApp's own time of it. */
            sentAt: components["schemas"]["Timestamp"] | null;
            /** @description When it was first handed over. */
            receivedAt: components["schemas"]["Timestamp"];
            /** @description When it was last handed over. */
            lastReceivedAt: components["schemas"]["Timestamp"];
            /** @description How often it was handed over. */
            deliveries: number;
            /** @description How often its content was asked for again. */
            asked: number;
            lastAskedAt: components["schemas"]["Timestamp"] | null;
            /** @description When the inbox had it; null while it waits. */
            settledAt: components["schemas"]["Timestamp"] | null;
            outcome: components["schemas"]["JournalOutcome"];
        };
        JournalList: {
            data: components["schemas"]["JournalEntry"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        SessionList: {
            data: components["schemas"]["Session"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        /** @description A QR to scan, or a code to type on the phone. */
        ConnectRequest: components["schemas"]["ConnectByQr"] | components["schemas"]["ConnectByCode"];
        ConnectByQr: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            method: "qr";
            /** @description For people. Left out, the number once it is known. */
            name?: string;
            /** @description Pair this session again. */
            sessionId?: components["schemas"]["SessionId"];
        };
        ConnectByCode: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            method: "code";
            /** @description The number the phone has; WhatsApp asks there for the code. */
            number: components["schemas"]["PhoneNumber"];
            /** @description For people. Left out, the number once it is known. */
            name?: string;
            /** @description Pair this session again. */
            sessionId?: components["schemas"]["SessionId"];
        };
        /** @enum {string} */
        CaseStatus: "open" | "snoozed" | "closed";
        /** @description One stretch of a conversation, from opening to close. */
        Case: {
            id: components["schemas"]["CaseId"];
            status: components["schemas"]["CaseStatus"];
            openedAt: components["schemas"]["Timestamp"];
            assigneeId: components["schemas"]["MemberId"] | null;
            teamId: components["schemas"]["TeamId"] | null;
            /** @description Since when the customer waits for an answer. */
            waitingSince: components["schemas"]["Timestamp"] | null;
        };
        /** @description The contact as a list needs it. `name` is what to show. */
        ConversationContact: {
            id: components["schemas"]["ContactId"];
            /** @description The name a person gave, else the profile name, else the number. */
            name: string;
            number: components["schemas"]["PhoneNumber"] | null;
            /** Format: uri-reference */
            avatarUrl: string | null;
        };
        ConversationGroup: {
            id: components["schemas"]["GroupId"];
            subject: string;
            /** Format: uri-reference */
            avatarUrl: string | null;
        };
        /** @description Joins one session and one contact or group, and never ends. */
        Conversation: {
            id: components["schemas"]["ConversationId"];
            sessionId: components["schemas"]["SessionId"];
            /** @enum {string} */
            kind: "direct" | "group";
            contact: components["schemas"]["ConversationContact"] | null;
            group: components["schemas"]["ConversationGroup"] | null;
            /** @description The latest case; null before the first. */
            case: components["schemas"]["Case"] | null;
            /** @description Inbound messages the business has not read. */
            unreadCount: number;
            lastMessage: components["schemas"]["Message"] | null;
            tags: components["schemas"]["Tag"][];
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ConversationList: {
            data: components["schemas"]["Conversation"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        MarkReadRequest: {
            /** @description A message of this conversation; it and all before it are read. */
            upTo: components["schemas"]["MessageId"];
            /**
             * @description Tell WhatsApp too; the customer sees that it was read.
             * @default true
             */
            sendReceipts?: boolean;
        };
        /**
         * @description Inbound is always `received`. Outbound only ever moves forward: `queued`, `sent` (WhatsApp has it), `delivered`,
         *     `read`, `played`; or `failed`, with `failure`.
         * @enum {string}
         */
        MessageStatus: "received" | "queued" | "sent" | "delivered" | "read" | "played" | "failed";
        /**
         * @description Why a message was not sent; the table x-message-failures says what each means.
         * @enum {string}
         */
        MessageFailureCode: "not_on_whatsapp" | "recipient_unreachable" | "rejected_by_whatsapp" | "reach_out_limited" | "rate_limited" | "no_acknowledgement" | "expired" | "session_removed" | "session_logged_out" | "media_upload_failed" | "media_unavailable" | "message_failed" | "cancelled";
        /** @description Who wrote. `phone` is the business by its own WhatsApp app. */
        Author: {
            /** @enum {string} */
            kind: "contact" | "member" | "phone" | "api" | "flow" | "campaign" | "assistant" | "integration";
            /** @description The id of that contact, member, API key, flow, … */
            id: string | null;
            /** @description What to show. */
            name: string;
        };
        /** @description One message of a thread. The order of a thread is (timestamp, id). */
        Message: {
            id: components["schemas"]["MessageId"];
            conversationId: components["schemas"]["ConversationId"];
            caseId: components["schemas"]["CaseId"] | null;
            sessionId: components["schemas"]["SessionId"];
            /** @enum {string} */
            direction: "inbound" | "outbound";
            author: components["schemas"]["Author"];
            /** @description Imported when the number was paired; it triggered nothing. */
            fromHistory: boolean;
            content: components["schemas"]["Content"];
            quoted: components["schemas"]["Quoted"] | null;
            mentions: components["schemas"]["Mention"][];
            flags: ("forwarded" | "forwarded_often" | "view_once" | "disappearing" | "broadcast")[];
            reactions: components["schemas"]["Reaction"][];
            editedAt: components["schemas"]["Timestamp"] | null;
            /** @description When its author took it back; content is then `deleted`. */
            deletedAt: components["schemas"]["Timestamp"] | null;
            /**
             * @description The latest edit, deletion or reaction that was asked for here and has not come into effect: it waits to be
             *     sent, or it failed. Absent where there is none.
             */
            pendingChange?: components["schemas"]["PendingChange"];
            /** @description The ad that the customer clicked to write this. Absent where there was none. */
            ad?: components["schemas"]["AdReferral"];
            status: components["schemas"]["MessageStatus"];
            /** @description How many members of a group have it; null in direct conversations. */
            receipts: components["schemas"]["GroupReceipts"] | null;
            failure: components["schemas"]["MessageFailure"] | null;
            /** @description The id WhatsApp knows it by. */
            whatsappId: string;
            /** @description WhatsApp's time, corrected where a phone's clock was wrong. */
            timestamp: components["schemas"]["Timestamp"];
            /** @description When it is to be sent, for a scheduled message. */
            sendAt: components["schemas"]["Timestamp"] | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description What WhatsApp tells of an ad that leads to a chat (click to WhatsApp). */
        AdReferral: {
            /** @description The ad's id with Meta. */
            sourceId: string | null;
            /** @description Where the ad stands; said by the customer's phone. */
            sourceUrl: string | null;
            title: string | null;
            body: string | null;
            /** @description The click (ctwa_clid), as the Conversions API wants it. */
            clickId: string | null;
            /** @description Where it was seen, such as facebook and instagram. */
            app: string | null;
        };
        Quoted: {
            /** @description Null where the quoted message is not in this inbox. */
            messageId: components["schemas"]["MessageId"] | null;
            author: components["schemas"]["Author"];
            /** @description The beginning of its text, or a word for its kind. */
            preview: string;
        };
        Mention: {
            /** @description The piece of the text that stands for the person, such as @183000000000055. */
            token: string;
            contactId: components["schemas"]["ContactId"] | null;
            /** @description What to show in its place; null where nobody is known. */
            name: string | null;
        };
        Reaction: {
            emoji: string;
            author: components["schemas"]["Author"];
            createdAt: components["schemas"]["Timestamp"];
        };
        PendingChange: {
            /** @enum {string} */
            kind: "edit" | "delete" | "reaction";
            /** @enum {string} */
            status: "queued" | "failed";
            /** @description The new text of an edit. */
            text: string | null;
            /** @description Of a reaction; null takes it back. */
            emoji: string | null;
            failure: components["schemas"]["MessageFailure"] | null;
        };
        GroupReceipts: {
            delivered: number;
            read: number;
            /** @description Members who were sent it. */
            of: number;
        };
        MessageFailure: {
            code: components["schemas"]["MessageFailureCode"];
            /** @description For people, in the language of the account. */
            message: string;
            /** @description Whether sending it again can help. */
            retryable: boolean;
        };
        MessageList: {
            data: components["schemas"]["Message"][];
            /** @description For `before`; null where the thread begins. */
            prevCursor: components["schemas"]["Cursor"] | null;
            /** @description For `after`; null at the newest message. */
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        /** @description What a message says. */
        Content: components["schemas"]["TextContent"] | components["schemas"]["MediaContent"] | components["schemas"]["LocationContent"] | components["schemas"]["ContactsContent"] | components["schemas"]["PollContent"] | components["schemas"]["UnsupportedContent"] | components["schemas"]["NoticeContent"] | components["schemas"]["CallContent"] | components["schemas"]["DeletedContent"];
        TextContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
            /** @description With WhatsApp's own marks (*bold*); to the letter. */
            text: string;
            /** @description What the sender's phone knew of a link in the text, of which nothing was fetched; of a text that the account sends, what its page says of itself, see `AccountSettings.linkPreviews`. */
            link?: components["schemas"]["LinkPreview"];
            /** @description What a list or buttons of another business offer beneath the text. */
            choices?: components["schemas"]["Choices"];
        };
        LinkPreview: {
            /** @description As it stands in the text. */
            url: string;
            title?: string;
            description?: string;
            /** @description A data URL of at most 2 KB. */
            thumbnail?: string;
        };
        Choices: {
            title?: string;
            footer?: string;
            /** @description What opens the list. */
            button?: string;
            options: {
                label: string;
                description?: string;
            }[];
        };
        MediaContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image" | "video" | "audio" | "voice" | "document" | "sticker";
            media: components["schemas"]["Media"];
            caption?: string;
            /** @description A video that loops without sound. */
            gif?: boolean;
        };
        LocationContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "location";
            latitude: number;
            longitude: number;
            name?: string;
            address?: string;
            /** @description A live location; its place is the last known. */
            live?: boolean;
        };
        ContactsContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contacts";
            contacts: components["schemas"]["ContactCard"][];
        };
        ContactCard: {
            name: string;
            numbers: {
                /** @description As written on the card. */
                number: string;
                label?: string;
            }[];
        };
        PollContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "poll";
            question: string;
            options: {
                text: string;
                votes: number;
            }[];
            /** @description How many options one person may choose. */
            selectable: number;
        };
        /** @description A kind this version does not know; shown as a labelled placeholder, never as nothing. */
        UnsupportedContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unsupported";
            /** @description WhatsApp's name of the kind. */
            rawType: string;
        };
        /** @description Something that happened in the conversation, told in its thread. */
        NoticeContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "notice";
            code: string;
            /** @description For people, in the language of the account. */
            text: string;
        };
        /**
         * @description A call of a customer. It is there once the phone rings, and `message.updated` tells how it ended. It counts as
         *     unread, as a message does.
         */
        CallContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call";
            video: boolean;
            /** @description Of several people at once. */
            group: boolean;
            /**
             * @description `ringing` now; `missed` (given up, or nobody answered); `rejected` on the phone or another device;
             *     `auto_rejected` by the setting `calls.reject`; `answered` on the phone or another device.
             * @enum {string}
             */
            outcome: "ringing" | "missed" | "rejected" | "auto_rejected" | "answered";
        };
        /** @description Its author took it back. */
        DeletedContent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deleted";
        };
        /** @description A file of a message. */
        Media: {
            id: components["schemas"]["MediaId"];
            mimeType: string;
            fileName: string | null;
            /** @description Bytes. */
            size: number;
            width?: number;
            height?: number;
            durationMs?: number;
            /** @description A data URL of at most 2 KB. */
            thumbnail: string | null;
            /**
             * @description `pending` until the file is here; `stored`; `expired` when WhatsApp has it no more, or it may be opened on
             *     the phone only (`view_once`); `failed` when it is too large or not what its sender said.
             * @enum {string}
             */
            state: "pending" | "stored" | "expired" | "failed";
            /**
             * Format: uri-reference
             * @description Signed, of this API's own origin, and holds some minutes; null unless stored.
             */
            url: string | null;
            urlExpiresAt: components["schemas"]["Timestamp"] | null;
        };
        /** @description What to send. A file is uploaded first (`POST /media`). */
        ContentInput: components["schemas"]["TextInput"] | components["schemas"]["MediaInput"] | components["schemas"]["LocationInput"] | components["schemas"]["ContactsInput"] | components["schemas"]["PollInput"];
        TextInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "text";
            /** @description At least one character that is not blank. Length in Unicode code points. */
            text: string;
        };
        MediaInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image" | "video" | "audio" | "voice" | "document" | "sticker";
            mediaId: components["schemas"]["MediaId"];
            /** @description Of an image, video or document. */
            caption?: string;
        };
        LocationInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "location";
            latitude: number;
            longitude: number;
            name?: string;
            address?: string;
        };
        ContactsInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contacts";
            contacts: components["schemas"]["ContactCard"][];
        };
        PollInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "poll";
            question: string;
            options: string[];
            /**
             * @description How many options one person may choose; no more than there are.
             * @default 1
             */
            selectable?: number;
        };
        SendMessageRequest: {
            conversationId?: components["schemas"]["ConversationId"];
            contactId?: components["schemas"]["ContactId"];
            to?: components["schemas"]["PhoneNumber"];
            sessionId?: components["schemas"]["SessionId"];
            content: components["schemas"]["ContentInput"];
            quotedMessageId?: components["schemas"]["MessageId"];
            /** @description Not before then, and at most 90 days ahead. Left out, now. */
            sendAt?: components["schemas"]["Instant"];
            /**
             * @description Refuse (409) instead of queueing while the session is not connected.
             * @default false
             */
            requireConnected?: boolean;
        } & (unknown | unknown | unknown);
        ForwardMessageRequest: {
            conversationId?: components["schemas"]["ConversationId"];
            contactId?: components["schemas"]["ContactId"];
            to?: components["schemas"]["PhoneNumber"];
            sessionId?: components["schemas"]["SessionId"];
            /**
             * @description Refuse (409) instead of queueing while the session is not connected.
             * @default false
             */
            requireConnected?: boolean;
        } & (unknown | unknown | unknown);
        /** @description A name the network knows somebody by. */
        Identity: {
            /** @enum {string} */
            kind: "number" | "lid" | "username";
            /** @description E.164 for a number, digits for a LID. */
            value: string;
            verifiedAt: components["schemas"]["Timestamp"] | null;
            primary: boolean;
        };
        /** @description A person who writes, or is written to. */
        Contact: {
            id: components["schemas"]["ContactId"];
            /** @description What a person of the account typed. */
            name: string | null;
            /** @description What the contact calls themselves on WhatsApp. */
            profileName: string | null;
            /** @description From the identities; null where the network has not told it. */
            number: components["schemas"]["PhoneNumber"] | null;
            identities: components["schemas"]["Identity"][];
            mergedInto: components["schemas"]["ContactId"] | null;
            tags: components["schemas"]["Tag"][];
            /** @description The account's own fields. */
            fields: {
                [key: string]: string | number | boolean | null;
            };
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        CreateContactRequest: {
            /** @description As people type it. */
            number: string;
            /** @description What people of the account call them. */
            name?: string;
        };
        MergeContactsRequest: {
            contactId: components["schemas"]["ContactId"];
        };
        /** @description Two contacts that became one. */
        ContactMerge: {
            id: components["schemas"]["ContactMergeId"];
            survivorId: components["schemas"]["ContactId"];
            mergedId: components["schemas"]["ContactId"];
            /** @description What the merged one was known by. */
            merged: {
                name: string | null;
                number: components["schemas"]["PhoneNumber"] | null;
            };
            /**
             * @description `network`: WhatsApp said that they are one. `person`: somebody of the account did.
             * @enum {string}
             */
            cause: "network" | "person";
            /** @description Who merged them; null for the network. */
            by: components["schemas"]["Author"] | null;
            /** @description Conversations that went into another one of the same session. */
            conversations: {
                withdrawnId: components["schemas"]["ConversationId"];
                intoId: components["schemas"]["ConversationId"];
            }[];
            undoneAt: components["schemas"]["Timestamp"] | null;
            undoneBy: components["schemas"]["Author"] | null;
            revision: components["schemas"]["Revision"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        ContactMergeList: {
            data: components["schemas"]["ContactMerge"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        ContactList: {
            data: components["schemas"]["Contact"][];
            nextCursor: components["schemas"]["Cursor"] | null;
        };
        EditMessageRequest: {
            /** @description At least one character that is not blank. Length in Unicode code points. */
            text: string;
        };
        SetReactionRequest: {
            /** @description One emoji. */
            emoji: string;
        };
        UpdateContactRequest: {
            /** @description Null takes it away. */
            name?: string | null;
        };
        /** @enum {string} */
        EventType: "session.updated" | "session.alerted" | "message.received" | "message.sent" | "message.updated" | "conversation.updated" | "conversation.withdrawn" | "contact.updated" | "contact.merged" | "contact.unmerged";
        /** @description A fact that happened, numbered per account. */
        Event: components["schemas"]["SessionUpdatedEvent"] | components["schemas"]["SessionAlertedEvent"] | components["schemas"]["MessageReceivedEvent"] | components["schemas"]["MessageSentEvent"] | components["schemas"]["MessageUpdatedEvent"] | components["schemas"]["ConversationUpdatedEvent"] | components["schemas"]["ConversationWithdrawnEvent"] | components["schemas"]["ContactUpdatedEvent"] | components["schemas"]["ContactMergedEvent"] | components["schemas"]["ContactUnmergedEvent"];
        SessionUpdatedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.updated";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Session"];
        };
        SessionAlertedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.alerted";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["SessionAlert"];
        };
        MessageReceivedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.received";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Message"];
        };
        MessageSentEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.sent";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Message"];
        };
        MessageUpdatedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "message.updated";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Message"];
        };
        ConversationUpdatedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "conversation.updated";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Conversation"];
        };
        ConversationWithdrawnEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "conversation.withdrawn";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["WithdrawnConversation"];
        };
        WithdrawnConversation: {
            id: components["schemas"]["ConversationId"];
        };
        ContactMergedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact.merged";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["ContactMerge"];
        };
        ContactUnmergedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact.unmerged";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["ContactMerge"];
        };
        ContactUpdatedEvent: {
            id: components["schemas"]["EventId"];
            seq: components["schemas"]["Seq"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "contact.updated";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: components["schemas"]["Contact"];
        };
        EventPage: {
            data: components["schemas"]["Event"][];
            /** @description The next `after`. */
            position: components["schemas"]["Seq"];
            /** @description More is there already: ask again at once. */
            hasMore: boolean;
        };
        /**
         * @description `sessions` brings session.updated, session.alerted and session.pairing, `messages` message.*, `conversations` conversation.*,
         *     `contacts` contact.*.
         * @enum {string}
         */
        RealtimeTopic: "sessions" | "messages" | "conversations" | "contacts";
        /** @description What a client sends. */
        RealtimeClientFrame: components["schemas"]["HelloFrame"] | components["schemas"]["AuthFrame"];
        /** @description The first frame, within 5 seconds. */
        HelloFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hello";
            /** @description Any of the three credentials, without `Bearer`. */
            token: string;
            /** @description In place of the header `MetaHub-Account`, which a browser cannot send here. */
            account?: components["schemas"]["AccountId"];
            /** @description The last position you had. Left out, from now on. */
            after?: components["schemas"]["Seq"];
            topics: components["schemas"]["RealtimeTopic"][];
        };
        /** @description A fresh token of the same account and person, before the old one ends. */
        AuthFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "auth";
            token: string;
        };
        /** @description What the server sends. */
        RealtimeServerFrame: components["schemas"]["WelcomeFrame"] | components["schemas"]["PositionFrame"] | components["schemas"]["ResyncFrame"] | components["schemas"]["ByeFrame"] | components["schemas"]["SessionPairingFrame"] | components["schemas"]["SessionUpdatedEvent"] | components["schemas"]["SessionAlertedEvent"] | components["schemas"]["MessageReceivedEvent"] | components["schemas"]["MessageSentEvent"] | components["schemas"]["MessageUpdatedEvent"] | components["schemas"]["ConversationUpdatedEvent"] | components["schemas"]["ConversationWithdrawnEvent"] | components["schemas"]["ContactUpdatedEvent"] | components["schemas"]["ContactMergedEvent"] | components["schemas"]["ContactUnmergedEvent"];
        WelcomeFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "welcome";
            /** @description The position the stream starts from; every event after it follows. */
            seq: components["schemas"]["Seq"];
        };
        /** @description You have had everything you may see up to here. */
        PositionFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "position";
            seq: components["schemas"]["Seq"];
        };
        /** @description Events between your `after` and `welcome.seq` cannot be replayed. Load your lists anew. */
        ResyncFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "resync";
            /**
             * @description `expired`: older than what is kept. `unknown_position`: ahead of what the server has.
             * @enum {string}
             */
            reason: "expired" | "unknown_position";
        };
        /** @description The last frame before the server closes; the table x-bye-codes says what to do. */
        ByeFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bye";
            code: components["schemas"]["ByeCode"];
        };
        /** @enum {string} */
        ByeCode: "bad_frame" | "hello_timeout" | "unauthenticated" | "token_expired" | "revoked" | "forbidden" | "origin_not_allowed" | "not_found" | "account_suspended" | "slow_consumer" | "too_many_sockets" | "going_away";
        /** @description Ephemeral, for callers with `sessions:pair`: the QR or code as it is renewed; null once it no longer holds. */
        SessionPairingFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session.pairing";
            account: components["schemas"]["AccountId"];
            createdAt: components["schemas"]["Timestamp"];
            data: {
                sessionId: components["schemas"]["SessionId"];
                pairing: components["schemas"]["Pairing"] | null;
            };
        };
        /**
         * @description Stable; the table x-problem-codes says what each means and what the caller can do.
         * @enum {string}
         */
        ProblemCode: "invalid_request" | "invalid_cursor" | "idempotency_key_refused" | "unauthenticated" | "second_factor_required" | "invalid_credentials" | "token_expired" | "token_revoked" | "forbidden" | "credential_not_allowed" | "origin_not_allowed" | "account_suspended" | "grant_exceeds_caller" | "not_found" | "method_not_allowed" | "idempotency_in_progress" | "idempotency_key_reused" | "session_not_connected" | "session_removed" | "session_already_connected" | "session_not_linked" | "domain_taken" | "domain_active" | "domain_missing" | "domains_not_set_up" | "account_closing" | "last_admin" | "already_member" | "second_factor_on" | "limit_reached" | "message_not_sent" | "not_the_author" | "message_deleted" | "not_editable" | "too_late" | "not_retryable" | "not_merged" | "not_forwardable" | "groups_off" | "events_expired" | "invitation_ended" | "reset_ended" | "embed_session_ended" | "media_link_expired" | "revision_conflict" | "body_too_large" | "unsupported_media_type" | "range_not_satisfiable" | "not_on_whatsapp" | "session_required" | "session_mismatch" | "quoted_elsewhere" | "same_contact" | "color_unreadable" | "logo_unsuitable" | "media_unsuitable" | "wrong_password" | "wrong_code" | "grant_exceeds_role" | "upgrade_required" | "rate_limited" | "internal_error" | "transport_unavailable" | "unavailable";
        /** @description RFC 9457. */
        Problem: {
            /**
             * Format: uri
             * @description `urn:metahub:problem:` and the code.
             */
            type: string;
            /** @description The same for every problem of this code. */
            title: string;
            status: number;
            /** @description What happened this time and what to do. */
            detail: string;
            code: components["schemas"]["ProblemCode"];
            requestId: string;
            /** @description Where the request is wrong, for each field. */
            errors?: {
                /** @description A JSON pointer that begins with the part of the request, such as `/body/content/text` or `/query/limit`. */
                pointer: string;
                detail: string;
                /** @description A value that would be taken, where one can be named. */
                suggestion?: string;
            }[];
        };
        Health: {
            status: components["schemas"]["HealthState"];
            version: string;
            /** @description Each part of the server by name. */
            checks: {
                [key: string]: components["schemas"]["HealthState"];
            };
        };
        /** @enum {string} */
        HealthState: "ok" | "starting" | "degraded" | "down";
    };
    responses: {
        /** @description The receiver took the event. */
        EventTaken: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request is malformed, or names a field, value or cursor that this contract does not know. */
        BadRequest: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description E-mail and password do not match. */
        WrongCredentials: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No credential, or one that is unknown, expired, revoked or forged. */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credential is good, but not for this. */
        Forbidden: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing in the account acted for. */
        NotFound: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is there now does not allow this. */
        Conflict: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was there, and is no longer kept. */
        Gone: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody else changed it since you read it. */
        PreconditionFailed: {
            headers: {
                ETag: components["headers"]["ETag"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The file has no such range. */
        RangeNotSatisfiable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is over 1 MiB, or the file over what a file may have. */
        BodyTooLarge: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not of the type that the operation takes, as a rule `application/json`. */
        UnsupportedMediaType: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Well-formed, but it cannot be done as asked. */
        Unprocessable: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This address speaks WebSocket only. */
        UpgradeRequired: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; wait as long as `Retry-After` says. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server failed. Nothing was acknowledged; a write with an `Idempotency-Key` may be repeated. */
        InternalError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something the server cannot do without is gone for the moment. Nothing was acknowledged. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No gateway serves this account's mode (`transport_unavailable`), or the server is unavailable. */
        TransportUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The account's id.
         * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
         */
        AccountId: components["schemas"]["AccountId"];
        /**
         * @description The member's id.
         * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
         */
        MemberId: components["schemas"]["MemberId"];
        /**
         * @description The API key's id.
         * @example key_01m89vsm9gexz8zvkhgs2ttm08
         */
        ApiKeyId: components["schemas"]["ApiKeyId"];
        /**
         * @description The invitation's id.
         * @example inv_01m89vsm9gexz8zvk8acgytj66
         */
        InvitationId: components["schemas"]["InvitationId"];
        /**
         * @description The sign-in's id.
         * @example sgn_01m89vsm9gexz8zvk8acgytj66
         */
        SignInId: components["schemas"]["SignInId"];
        /**
         * @description The embed session's id.
         * @example ems_01m89vsm9gexz8zvk8acgytj66
         */
        EmbedSessionId: components["schemas"]["EmbedSessionId"];
        /**
         * @description The session's id.
         * @example ses_01m89vsm9fexz8zvhc097cbhvg
         */
        SessionId: components["schemas"]["SessionId"];
        /**
         * @description The conversation's id.
         * @example conv_01m89vsm9gexz8zvj3ynry3r4n
         */
        ConversationId: components["schemas"]["ConversationId"];
        /**
         * @description The message's id.
         * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
         */
        MessageId: components["schemas"]["MessageId"];
        /**
         * @description The contact's id.
         * @example ctc_01m89vsm9gexz8zvhzf13hscyc
         */
        ContactId: components["schemas"]["ContactId"];
        /**
         * @description The file's id.
         * @example med_01m89vsm9gexz8zvjqx0hpbhh8
         */
        MediaId: components["schemas"]["MediaId"];
        /**
         * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
         *     credential it may only name the account the credential is for.
         * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
         */
        ActingAccount: components["schemas"]["AccountId"];
        /**
         * @description Any text of your own that names this write, such as a UUID. Repeated within 24 hours it makes nothing new and
         *     answers as the first time.
         * @example 5f0c9a34-8a4e-4d7e-9a53-0f6a2f1b7c11
         */
        IdempotencyKey: string;
        /**
         * @description The logo, the one for dark grounds, or the favicon.
         * @example logo
         */
        LogoKind: "logo" | "logo_dark" | "favicon";
        /**
         * @description A picture of a branding.
         * @example brf_01m89vsm9gexz8zvj3ynry3r4n
         */
        BrandFileId: components["schemas"]["BrandFileId"];
        /**
         * @description The `ETag` of the object the change was made from, or `*` for whatever it is now.
         * @example "7"
         */
        IfMatch: string;
        /**
         * @description How many at most.
         * @example 50
         */
        Limit: number;
        /** @description The `nextCursor` of the page before. */
        Cursor: components["schemas"]["Cursor"];
        /**
         * @description Part of a contact's name, profile name or number; accents and case do not matter.
         * @example rita
         */
        Search: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Names this request in the server's log.
         * @example req_01m89vsm9gexz8zvjq
         */
        RequestId: string;
        /**
         * @description The object's revision, quoted. Send it back as `If-Match`.
         * @example "7"
         */
        ETag: string;
        /**
         * @description The id that was asked for, when the answer is the object it was merged into.
         * @example ctc_01m89vsm9gexz8zvhzf13hscyc
         */
        MergedFrom: string;
        /**
         * @description Seconds to wait before trying again.
         * @example 3
         */
        RetryAfter: number;
        /**
         * @description Requests allowed in the current window.
         * @example 600
         */
        RateLimitLimit: number;
        /**
         * @description Requests left in the current window.
         * @example 597
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until the window starts anew.
         * @example 42
         */
        RateLimitReset: number;
        /**
         * @description Ranges of bytes are answered.
         * @example bytes
         */
        AcceptRanges: string;
        /**
         * @description Which bytes these are, and of how many.
         * @example bytes 0-1023/146515
         */
        ContentRange: string;
        /**
         * @description Whether a browser shows or saves it, and under which name.
         * @example inline; filename="foto.jpg"
         */
        ContentDisposition: string;
        /**
         * @description The rotated refresh token, or its removal.
         * @example mh_refresh=…; Path=/v1/auth; HttpOnly; Secure; SameSite=Strict
         */
        SetRefreshCookie: string;
        /**
         * @description How to authenticate.
         * @example Bearer
         */
        WwwAuthenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "Set-Cookie": components["headers"]["SetRefreshCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["WrongCredentials"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    refreshAccess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A new access token, for the account the last one acted in. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "Set-Cookie": components["headers"]["SetRefreshCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    switchAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchAccountRequest"];
            };
        };
        responses: {
            /** @description An access token for that account. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Set-Cookie": components["headers"]["SetRefreshCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSignIns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sign-ins. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endOtherSignIns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The sign-in's id.
                 * @example sgn_01m89vsm9gexz8zvk8acgytj66
                 */
                signInId: components["parameters"]["SignInId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            /** @description Changed. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestPasswordResetRequest"];
            };
        };
        responses: {
            /** @description If somebody has that address, a link is on its way. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Set. Sign in with it. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            410: components["responses"]["Gone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    readInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description The invitation. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            400: components["responses"]["BadRequest"];
            410: components["responses"]["Gone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitationRequest"];
            };
        };
        responses: {
            /** @description Signed in, in the account of the invitation. */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["SetRefreshCookie"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    beginSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret; show the address as a QR. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSecondFactor"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorCode"];
            };
        };
        responses: {
            /** @description The recovery codes. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorRemoval"];
            };
        };
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Any text of your own that names this write, such as a UUID. Repeated within 24 hours it makes nothing new and
                 *     answers as the first time.
                 * @example 5f0c9a34-8a4e-4d7e-9a53-0f6a2f1b7c11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccountRequest"];
            };
        };
        responses: {
            /** @description The new account. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteAccount: {
        parameters: {
            query?: {
                /**
                 * @description Days until it is erased; 0 erases it within minutes.
                 * @example 30
                 */
                graceDays?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account, with the time at which it will be erased. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description The `ETag` of the object the change was made from, or `*` for whatever it is now.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAccountRequest"];
            };
        };
        responses: {
            /** @description The changed account. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    suspendAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendAccountRequest"];
            };
        };
        responses: {
            /** @description The suspended account. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active account. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getAccountUsage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The account's id.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                accountId: components["parameters"]["AccountId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What it uses now. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountUsage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAccountUsage: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of clients. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountUsageList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listErasureReceipts: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of receipts. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureReceiptList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBranding: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The branding. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateBranding: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description The `ETag` of the object the change was made from, or `*` for whatever it is now.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateBrandingRequest"];
            };
        };
        responses: {
            /** @description The branding as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putLogo: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The logo, the one for dark grounds, or the favicon.
                 * @example logo
                 */
                logoKind: components["parameters"]["LogoKind"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description The branding as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeLogo: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The logo, the one for dark grounds, or the favicon.
                 * @example logo
                 */
                logoKind: components["parameters"]["LogoKind"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The branding as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBrandFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A picture of a branding.
                 * @example brf_01m89vsm9gexz8zvj3ynry3r4n
                 */
                brandFileId: components["parameters"]["BrandFileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDomain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The domain, and its progress. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    claimDomain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimDomainRequest"];
            };
        };
        responses: {
            /** @description The claim, and what is to be done. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeDomain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no own domain. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    checkDomain: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCertificatePermission: {
        parameters: {
            query: {
                /**
                 * @description The host that was asked for, as the proxy got it.
                 * @example painel.clinicasol.example
                 */
                domain: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        host: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHostBranding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The look. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostBranding"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The member's id.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The member's id.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The member's id.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                memberId: components["parameters"]["MemberId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMemberRequest"];
            };
        };
        responses: {
            /** @description The changed member. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of invitations. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitationRequest"];
            };
        };
        responses: {
            /** @description The invitation. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The invitation's id.
                 * @example inv_01m89vsm9gexz8zvk8acgytj66
                 */
                invitationId: components["parameters"]["InvitationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key and its secret, shown this once. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The API key's id.
                 * @example key_01m89vsm9gexz8zvkhgs2ttm08
                 */
                apiKeyId: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The API key's id.
                 * @example key_01m89vsm9gexz8zvkhgs2ttm08
                 */
                apiKeyId: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The new key and its secret. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEmbedSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEmbedSessionRequest"];
            };
        };
        responses: {
            /** @description The embed session and its first token. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedEmbedSession"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeEmbedSessionsByExternalId: {
        parameters: {
            query: {
                /**
                 * @description The host's own id of the person.
                 * @example user-42
                 */
                externalId: components["schemas"]["ExternalId"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeEmbedSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The embed session's id.
                 * @example ems_01m89vsm9gexz8zvk8acgytj66
                 */
                embedSessionId: components["parameters"]["EmbedSessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEmbedToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The embed session's id.
                 * @example ems_01m89vsm9gexz8zvk8acgytj66
                 */
                embedSessionId: components["parameters"]["EmbedSessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A token for the next 10 minutes. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbedToken"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /**
                 * @description Only this kind, such as `api_key.created`; without the part after the dot, all about that noun.
                 * @example api_key
                 */
                action?: string;
                /**
                 * @description What was done, or what was refused.
                 * @example refused
                 */
                outcome?: components["schemas"]["AuditOutcome"];
                /**
                 * @description Only by this member or API key.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                actorId?: components["schemas"]["AuditedId"];
                /**
                 * @description Only about this.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                targetId?: components["schemas"]["AuditedId"];
                /**
                 * @description From this moment on.
                 * @example 2026-11-01T00:00:00Z
                 */
                since?: components["schemas"]["Instant"];
                /**
                 * @description Before this moment.
                 * @example 2026-12-01T00:00:00Z
                 */
                until?: components["schemas"]["Instant"];
                /**
                 * @description Part of a name, an address or an action; case does not matter.
                 * @example 203.0.113
                 */
                q?: string;
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the audit. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: {
                /**
                 * @description The position of a hash that was noted before; needs `hash`.
                 * @example 41
                 */
                seq?: components["schemas"]["Seq"];
                /**
                 * @description The hash that was noted then.
                 * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
                 */
                hash?: components["schemas"]["AuditHash"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /**
                 * @description What the file is.
                 * @example csv
                 */
                format?: "csv" | "ndjson";
                /**
                 * @description Only this kind, such as `api_key.created`; without the part after the dot, all about that noun.
                 * @example api_key
                 */
                action?: string;
                /**
                 * @description What was done, or what was refused.
                 * @example refused
                 */
                outcome?: components["schemas"]["AuditOutcome"];
                /**
                 * @description Only by this member or API key.
                 * @example mem_01m89vsm9fexz8zvh2zt1bm6d1
                 */
                actorId?: components["schemas"]["AuditedId"];
                /**
                 * @description Only about this.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                targetId?: components["schemas"]["AuditedId"];
                /**
                 * @description From this moment on.
                 * @example 2026-11-01T00:00:00Z
                 */
                since?: components["schemas"]["Instant"];
                /**
                 * @description Before this moment.
                 * @example 2026-12-01T00:00:00Z
                 */
                until?: components["schemas"]["Instant"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    connectSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description Any text of your own that names this write, such as a UUID. Repeated within 24 hours it makes nothing new and
                 *     answers as the first time.
                 * @example 5f0c9a34-8a4e-4d7e-9a53-0f6a2f1b7c11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectRequest"];
            };
        };
        responses: {
            /** @description The session, waiting to be paired. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TransportUnavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /**
                 * @description Only sessions in this status.
                 * @example connected
                 */
                status?: components["schemas"]["SessionStatus"];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed. */
            204: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSession: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description The `ETag` of the object the change was made from, or `*` for whatever it is now.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSessionRequest"];
            };
        };
        responses: {
            /** @description The changed session. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pauseSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The paused session. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    resumeSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session, connecting. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    handOverSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessionHealth: {
        parameters: {
            query?: {
                /**
                 * @description Only entries of these types; repeat the parameter for several.
                 * @example [
                 *       "alert"
                 *     ]
                 */
                type?: components["schemas"]["SessionHealthEntryType"][];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the history. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionHealthList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessionJournal: {
        parameters: {
            query?: {
                /**
                 * @description Only what has this id on WhatsApp; two people may have used the same one.
                 * @example 3EB0C767D097B7C7C030
                 */
                whatsappId?: string;
                /**
                 * @description Only rows with one of these outcomes; repeat the parameter for several.
                 * @example [
                 *       "waiting_for_phone",
                 *       "undecryptable"
                 *     ]
                 */
                outcome?: components["schemas"]["JournalOutcomeCode"][];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The session's id.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the journal. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description Any text of your own that names this write, such as a UUID. Repeated within 24 hours it makes nothing new and
                 *     answers as the first time.
                 * @example 5f0c9a34-8a4e-4d7e-9a53-0f6a2f1b7c11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageRequest"];
            };
        };
        responses: {
            /** @description Stored, and queued to be sent. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TransportUnavailable"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, and queued to be sent; or deleted already. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    editMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMessageRequest"];
            };
        };
        responses: {
            /** @description Stored, and queued to be sent; or already so. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    retryMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued to be sent. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    forwardMessage: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description Any text of your own that names this write, such as a UUID. Repeated within 24 hours it makes nothing new and
                 *     answers as the first time.
                 * @example 5f0c9a34-8a4e-4d7e-9a53-0f6a2f1b7c11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForwardMessageRequest"];
            };
        };
        responses: {
            /** @description Stored, and queued to be sent. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["TransportUnavailable"];
        };
    };
    setReaction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetReactionRequest"];
            };
        };
        responses: {
            /** @description Stored, and queued to be sent; or already so. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeReaction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The message's id.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, and queued to be sent; or already so. */
            202: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    uploadMedia: {
        parameters: {
            query?: {
                /**
                 * @description The file's name, as the recipient of a document sees it.
                 * @example orçamento.pdf
                 */
                fileName?: string;
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": unknown;
            };
        };
        responses: {
            /** @description Stored; it can be sent. */
            201: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMedia: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The file's id.
                 * @example med_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                mediaId: components["parameters"]["MediaId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file's data. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Media"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMediaContent: {
        parameters: {
            query: {
                /**
                 * @description The account whose file it is.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                account: components["schemas"]["AccountId"];
                /**
                 * @description Until when the link holds, in seconds since 1970.
                 * @example 1799582400
                 */
                expires: number;
                /**
                 * @description What only this server can make.
                 * @example qmQyZP0vY3sZ1cWw2m9Zbq5q8l8mY2kqzJt1mZbYB1g
                 */
                signature: string;
            };
            header?: {
                /**
                 * @description One range of bytes; anything else answers the whole file.
                 * @example bytes=0-1023
                 */
                Range?: string;
            };
            path: {
                /**
                 * @description The file's id.
                 * @example med_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                mediaId: components["parameters"]["MediaId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole file. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Accept-Ranges": components["headers"]["AcceptRanges"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "Content-Range": components["headers"]["ContentRange"];
                    "Content-Disposition": components["headers"]["ContentDisposition"];
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /**
                 * @description Only conversations whose latest case has this status. Left out, all.
                 * @example open
                 */
                status?: components["schemas"]["CaseStatus"];
                /**
                 * @description Only conversations of `me`, of nobody (`none`) or of this member. An API key has no `me` (400).
                 * @example me
                 */
                assignee?: string;
                /**
                 * @description Only conversations of this session.
                 * @example ses_01m89vsm9fexz8zvhc097cbhvg
                 */
                sessionId?: components["schemas"]["SessionId"];
                /**
                 * @description Only conversations with this contact.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId?: components["schemas"]["ContactId"];
                /**
                 * @description Part of a contact's name, profile name or number; accents and case do not matter.
                 * @example rita
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description The order, see above.
                 * @example waiting
                 */
                sort?: "activity" | "waiting";
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of conversations. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation. */
            200: {
                headers: {
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description A `prevCursor`; the messages older than its page. */
                before?: components["schemas"]["Cursor"];
                /** @description A `nextCursor`; the messages newer than its page. */
                after?: components["schemas"]["Cursor"];
                /**
                 * @description A message of this conversation.
                 * @example msg_01m89vsm9gexz8zvjqx0hpbhh8
                 */
                around?: components["schemas"]["MessageId"];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the thread. */
            200: {
                headers: {
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    markConversationRead: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The conversation's id.
                 * @example conv_01m89vsm9gexz8zvj3ynry3r4n
                 */
                conversationId: components["parameters"]["ConversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkReadRequest"];
            };
        };
        responses: {
            /** @description The conversation, with its new count. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContacts: {
        parameters: {
            query?: {
                /**
                 * @description Part of a contact's name, profile name or number; accents and case do not matter.
                 * @example rita
                 */
                q?: components["parameters"]["Search"];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contacts. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateContactRequest"];
            };
        };
        responses: {
            /** @description There is one with that number already. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description The new contact. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateContact: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
                /**
                 * @description The `ETag` of the object the change was made from, or `*` for whatever it is now.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateContactRequest"];
            };
        };
        responses: {
            /** @description The changed contact. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    mergeContacts: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeContactsRequest"];
            };
        };
        responses: {
            /** @description The contact that has everything now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "MetaHub-Merged-From": components["headers"]["MergedFrom"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    unmergeContact: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact, itself again. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listContactMerges: {
        parameters: {
            query?: {
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /** @description The `nextCursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path: {
                /**
                 * @description The contact's id.
                 * @example ctc_01m89vsm9gexz8zvhzf13hscyc
                 */
                contactId: components["parameters"]["ContactId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of merges. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactMergeList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description The position of the last answer. 0 is the very beginning.
                 * @example 41
                 */
                after?: components["schemas"]["Seq"];
                /**
                 * @description Only these types; repeat the parameter for several.
                 * @example [
                 *       "message.received"
                 *     ]
                 */
                types?: components["schemas"]["EventType"][];
                /**
                 * @description How many at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /**
                 * @description The client account an agency's API key acts for. Left out, the key acts for its own account. With any other
                 *     credential it may only name the account the credential is for.
                 * @example acc_01m89vsm9fexz8zvgf2gzb4bmz
                 */
                "MetaHub-Account"?: components["parameters"]["ActingAccount"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events after that position, in order. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                    "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                    "RateLimit-Reset": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    openRealtime: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to the WebSocket protocol. Send `hello` now. */
            101: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            426: components["responses"]["UpgradeRequired"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            /** @description Not ready yet, or not any more. */
            503: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    onSessionUpdated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionUpdatedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onSessionAlerted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionAlertedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onMessageReceived: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageReceivedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onMessageSent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageSentEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onMessageUpdated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageUpdatedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onConversationUpdated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationUpdatedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onConversationWithdrawn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationWithdrawnEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onContactUpdated: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUpdatedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onContactMerged: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactMergedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
    onContactUnmerged: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactUnmergedEvent"];
            };
        };
        responses: {
            204: components["responses"]["EventTaken"];
        };
    };
}
