import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import { sampleMe, sampleSessions } from '../../testing/sample-data.ts';
import { sampleFacts, sampleHealth, sampleJournal } from '../../testing/sample-health.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';

export default { title: 'Session' };

const client = (script: Script = {}): ScriptedClient => {
  const now = Date.now();
  return new ScriptedClient({
    sessions: sampleSessions(now),
    health: {
      ses_exams: sampleHealth(now),
      ses_front: {
        data: [],
        facts: sampleFacts(
          { connectedShareDay: 1, failedDay: 0, waitingForPhone: 0, queued: 0, reconnectsDay: 0 },
          now,
        ),
      },
      ses_money: sampleHealth(now),
      ses_after: sampleHealth(now),
    },
    journal: { ses_exams: sampleJournal(now) },
    ...script,
  });
};
const view = (
  client: ScriptedClient | undefined,
  { id = 'ses_exams', width = '720px' }: { id?: string; width?: string } = {},
): TemplateResult =>
  html`<div style="width: ${width}; max-width: calc(100% - 24px); margin: 12px auto">
    <mh-session .client=${client} session-id=${id}></mh-session>
  </div>`;
const rootOf = async (canvas: HTMLElement): Promise<ShadowRoot> => {
  const root = canvas.querySelector('mh-session')!.shadowRoot!;
  await waitFor(() => expect(root.querySelector('[role=tab]')).not.toBeNull());
  return root;
};
const openTab =
  (name: string) =>
  async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = await rootOf(canvasElement);
    await userEvent.click(root.querySelector<HTMLElement>(`#tab-${name}`)!);
    await waitFor(() => expect(root.querySelector('#panel form, #panel table')).not.toBeNull());
  };

export const Ready = { render: (): TemplateResult => view(client()) };
export const Well = { render: (): TemplateResult => view(client(), { id: 'ses_front' }) };
export const Bad = { render: (): TemplateResult => view(client(), { id: 'ses_after' }) };
export const Narrow = { render: (): TemplateResult => view(client(), { width: '366px' }) };
/** An account that links devices with a passkey only. */
export const Passkey = {
  render: (): TemplateResult => {
    const hub = client();
    const reason = {
      code: 'passkey_required',
      message: 'Esta conta pede uma chave de acesso.',
      action: 'open_phone',
    } as const;
    hub.sessions = hub.sessions.map((it) =>
      it.id === 'ses_after' ? { ...it, status: 'failed', reason } : it,
    );
    return view(hub, { id: 'ses_after' });
  },
};
export const Loading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('listSessionHealth');
    return view(held);
  },
};
/** Never connected: nothing was measured. */
export const Empty = { render: (): TemplateResult => view(client({ health: {} }), { id: 'ses_square' }) };
export const Gone = { render: (): TemplateResult => view(client(), { id: 'ses_none' }) };
export const Failed = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listSessionHealth', 'internal_error', 500);
    return view(failing);
  },
};
export const NoPermission = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listSessionHealth', 'forbidden', 403);
    return view(failing);
  },
};
export const ReadOnly = {
  render: (): TemplateResult => view(client({ me: { ...sampleMe(), permissions: ['sessions:read'] } })),
};
export const Offline = { render: (): TemplateResult => view(client({ state: 'offline' })) };
export const SignedOut = { render: (): TemplateResult => view(undefined) };

export const Settings = { render: (): TemplateResult => view(client()), play: openTab('settings') };
export const Journal = { render: (): TemplateResult => view(client()), play: openTab('journal') };
export const JournalNarrow = {
  render: (): TemplateResult => view(client(), { width: '366px' }),
  play: openTab('journal'),
};
export const Pausing = {
  render: (): TemplateResult => view(client()),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = await rootOf(canvasElement);
    await userEvent.click(root.querySelector<HTMLElement>('.head .btn')!);
    await waitFor(() => expect(root.querySelector('dialog')?.open).toBe(true));
  },
};
