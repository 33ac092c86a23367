import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { sampleSessions } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';

export default { title: 'Sessions' };

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ sessions: sampleSessions(Date.now()), ...script });
const view = (client: ScriptedClient | undefined, width = '960px'): TemplateResult =>
  html`<div style="width: ${width}; max-width: calc(100% - 24px); margin: 12px auto">
    <mh-sessions .client=${client}></mh-sessions>
  </div>`;

export const Ready = { render: (): TemplateResult => view(client()) };
export const Narrow = { render: (): TemplateResult => view(client(), '366px') };
export const Loading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('listSessions');
    return view(held);
  },
};
export const Empty = { render: (): TemplateResult => view(client({ sessions: [] })) };
export const Failed = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listSessions', 'internal_error', 500);
    return view(failing);
  },
};
export const Offline = { render: (): TemplateResult => view(client({ state: 'offline' })) };
export const SignedOut = { render: (): TemplateResult => view(undefined) };

export const Removing = {
  render: (): TemplateResult => view(client()),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-sessions')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('li')).not.toBeNull());
    await userEvent.click(root.querySelector<HTMLElement>('li .ib')!);
    await userEvent.click(root.querySelector<HTMLElement>('[role=menuitem]')!);
    await waitFor(() => expect(root.querySelector('dialog')?.open).toBe(true));
    await expect(root.activeElement?.textContent?.trim()).not.toBe('');
  },
};
export const Connecting = {
  render: (): TemplateResult => view(client()),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-sessions')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('.top .btn--main')).not.toBeNull());
    await userEvent.click(root.querySelector<HTMLElement>('.top .btn--main')!);
    await waitFor(() => expect(root.querySelector('mh-qr-pairing')?.state).toBe('ready'));
  },
};
