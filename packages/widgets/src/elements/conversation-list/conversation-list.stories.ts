import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { sampleConversation, sampleInbox, sampleMessage } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';

export default { title: 'Conversation list' };

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ ...sampleInbox(Date.now()), ...script });
const view = (client: ScriptedClient | undefined): TemplateResult =>
  html`<div style="height: 100vh; width: 340px; max-width: 100%">
    <mh-conversation-list .client=${client} selected="conv_marina"></mh-conversation-list>
  </div>`;

export const Ready = { render: (): TemplateResult => view(client()) };
export const Thousands = {
  render: (): TemplateResult =>
    view(
      client({
        conversations: Array.from({ length: 3_000 }, (_, at) =>
          sampleConversation({
            id: `conv_${at}`,
            name: `Pessoa ${at}`,
            lastMessage: sampleMessage({
              id: `m${at}`,
              conversationId: `conv_${at}`,
              timestamp: new Date(Date.now() - at * 60_000).toISOString(),
            }),
          }),
        ),
      }),
    ),
};
export const Empty = { render: (): TemplateResult => view(client({ conversations: [] })) };
export const Offline = { render: (): TemplateResult => view(client({ state: 'offline' })) };
export const SignedOut = { render: (): TemplateResult => view(undefined) };
export const Loading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('listConversations');
    return view(held);
  },
};
export const Failed = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listConversations', 'internal_error', 500);
    return view(failing);
  },
};
export const NothingFound = {
  render: (): TemplateResult => view(client()),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-conversation-list')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('.conv[role]')).not.toBeNull());
    root.querySelector('input')!.focus();
    await userEvent.keyboard('ninguém assim{Enter}');
    await waitFor(() => expect(root.textContent).toContain('Nada com esta busca'));
  },
};
