import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { sampleInbox } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import type { MhInbox } from './inbox.ts';

interface PlayContext {
  canvasElement: HTMLElement;
}

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ ...sampleInbox(Date.now()), ...script });
const inboxOf = (canvas: HTMLElement): MhInbox => canvas.querySelector('mh-inbox')!;

export default { title: 'Inbox' };

export const Ready = {
  render: (): TemplateResult => view(client(), 'conv_marina'),
  play: async ({ canvasElement }: PlayContext): Promise<void> => {
    const inbox = inboxOf(canvasElement);
    await waitFor(() => expect(inbox.shadowRoot!.querySelector('mh-conversation')?.state).toBe('ready'));
    const thread = inbox.shadowRoot!.querySelector('mh-conversation')!.shadowRoot!;
    thread.querySelector('mh-composer')!.focus();
    await userEvent.keyboard('Temos sim, às 9:20.{Enter}');
    await waitFor(() => expect(thread.textContent).toContain('Temos sim, às 9:20.'));
  },
};

function view(client: ScriptedClient | undefined, open: string | null, width = '100%'): TemplateResult {
  return html`<div style="height: 100vh; width: ${width}; max-width: 100%">
    <mh-inbox .client=${client} .conversationId=${open}></mh-inbox>
  </div>`;
}

export const NothingOpen = { render: (): TemplateResult => view(client(), null) };
export const NarrowList = { render: (): TemplateResult => view(client(), null, '390px') };
export const NarrowThread = { render: (): TemplateResult => view(client(), 'conv_marina', '390px') };
export const Medium = { render: (): TemplateResult => view(client(), 'conv_marina', '768px') };
export const Offline = { render: (): TemplateResult => view(client({ state: 'offline' }), 'conv_marina') };
export const SignedOut = { render: (): TemplateResult => view(undefined, null) };

export const Loading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('listConversations');
    return view(held, null);
  },
};

export const Empty = {
  render: (): TemplateResult => view(client({ conversations: [] }), null),
};

export const Failed = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listConversations', 'internal_error', 500);
    return view(failing, null);
  },
};
