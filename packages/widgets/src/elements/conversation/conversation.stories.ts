import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { Message } from '../../client/contract.ts';
import { sampleContact, sampleMerge } from '../../testing/sample-contacts.ts';
import { longThread, sampleAnswer, sampleInbox, sampleMessage } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import { atRest } from '../../testing/story-frame.ts';

export default { title: 'Conversation' };

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ ...sampleInbox(Date.now()), ...script });
const view = (client: ScriptedClient | undefined, id: string | null = 'conv_marina'): TemplateResult =>
  html`<div style="height: 100vh; max-width: 760px">
    <mh-conversation .client=${client} .conversationId=${id}></mh-conversation>
  </div>`;
const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const text = (text: string): Message['content'] => ({ type: 'text', text });

export const Ready = { render: (): TemplateResult => view(client()) };

/** How far a message got: each in words only while it is the newest of ours. */
export const SendStates = {
  render: (): TemplateResult => {
    const states = ['queued', 'sent', 'delivered', 'read', 'played'] as const;
    const answers = states.map((status, index) =>
      sampleAnswer({
        id: `msg_${index}`,
        timestamp: at(60 - index * 8),
        status,
        content: text('Posso confirmar para quinta, às 9:20?'),
      }),
    );
    const failed = sampleAnswer({
      id: 'msg_9',
      timestamp: at(4),
      status: 'failed',
      content: text('Segue o endereço da clínica.'),
      failure: {
        code: 'session_removed',
        message: 'a Recepção ficou fora do ar',
        retryable: true,
      },
    });
    return view(client({ threads: { conv_marina: [...answers, failed] } }));
  },
};

export const WhoWrote = {
  render: (): TemplateResult => {
    const kinds = ['member', 'phone', 'flow', 'assistant', 'api', 'campaign', 'integration'] as const;
    const names: Record<string, string> = {
      member: 'Bia',
      flow: 'Boas-vindas',
      assistant: 'Camila',
      campaign: 'Check-up',
      integration: 'n8n',
    };
    const messages = kinds.map((kind, index) =>
      sampleAnswer({
        id: `msg_${index}`,
        timestamp: at(60 - index * 8),
        author: { kind, id: null, name: names[kind] ?? '' },
        content: text('Olá, Marina. Como posso ajudar?'),
      }),
    );
    return view(client({ threads: { conv_marina: messages } }));
  },
};

/** A file on its way out: how far it is, and the way to call it off. */
export const Uploading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('uploadMedia');
    return view(held);
  },
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-conversation')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('mh-composer')).not.toBeNull());
    const composer = root.querySelector('mh-composer')!;
    await composer.attach([new File(['%PDF-1.7'], 'orçamento.pdf', { type: 'application/pdf' })]);
    composer.shadowRoot!.querySelector<HTMLElement>('[type=submit]')!.click();
    await waitFor(() => expect(root.querySelector('progress')).not.toBeNull());
    await atRest(root);
  },
};

export const Formatting = {
  render: (): TemplateResult =>
    view(
      client({
        threads: {
          conv_marina: [
            sampleMessage({
              id: 'msg_1',
              timestamp: at(5),
              content: text(
                '*Negrito*, _itálico_, ~riscado~, `código`\n> uma citação\n- primeiro\n- segundo\n1. um\n2. dois\n```monoespaçado\nem duas linhas```\nhttps://clinica.example',
              ),
            }),
          ],
        },
      }),
    ),
};

export const Long = {
  render: (): TemplateResult => view(client({ threads: { conv_marina: longThread(2_000, Date.now()) } })),
};
export const SessionDown = {
  render: (): TemplateResult => {
    const hub = client();
    hub.sessions = [{ ...hub.sessions[0]!, status: 'disconnected' }];
    return view(hub);
  },
};
export const NothingChosen = { render: (): TemplateResult => view(client(), null) };
export const Empty = { render: (): TemplateResult => view(client({ threads: {} })) };
export const Offline = { render: (): TemplateResult => view(client({ state: 'offline' })) };
export const SignedOut = { render: (): TemplateResult => view(undefined) };
export const NotMineAnyMore = { render: (): TemplateResult => view(client({ conversations: [] })) };
export const Loading = {
  render: (): TemplateResult => {
    const held = client();
    held.hold('listMessages');
    return view(held);
  },
};
export const Failed = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('listMessages', 'internal_error', 500);
    return view(failing);
  },
};

export const NotSent = {
  render: (): TemplateResult => {
    const failing = client();
    failing.fail('sendMessage', 'not_on_whatsapp', 422, 'o número não está no WhatsApp');
    return view(failing);
  },
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-conversation')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('mh-composer')).not.toBeNull());
    root.querySelector('mh-composer')!.focus();
    await userEvent.keyboard('Oi?{Enter}');
    await waitFor(() => expect(root.textContent).toContain('Não enviada: o número não está no WhatsApp'));
    await atRest(root);
  },
};

const openMenu = async (canvas: HTMLElement): Promise<ShadowRoot> => {
  const root = canvas.querySelector('mh-conversation')!.shadowRoot!;
  await waitFor(() => expect(root.querySelector('.msg.out .more')).not.toBeNull());
  await userEvent.click([...root.querySelectorAll<HTMLElement>('.msg.out .more')].at(-1)!);
  await waitFor(() => expect(root.querySelector('.message-menu:popover-open')).not.toBeNull());
  return root;
};

/** What can be done with one message. */
export const Menu = {
  ...Ready,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    await openMenu(canvasElement);
  },
};
export const Forwarding = {
  ...Ready,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = await openMenu(canvasElement);
    const item = [...root.querySelectorAll<HTMLElement>('[role=menuitem]')].find((it) =>
      it.textContent.includes('Encaminhar'),
    )!;
    await userEvent.click(item);
    await waitFor(() => expect(root.querySelectorAll('.target').length).not.toBe(0));
  },
};

/** Who the contact is to WhatsApp, and which contacts were merged into it. */
export const Contact = {
  render: (): TemplateResult =>
    view(
      client({
        contacts: [sampleContact({ id: 'ctc_marina' })],
        merges: [
          sampleMerge({ id: 'cmg_1' }),
          sampleMerge({
            id: 'cmg_2',
            mergedId: 'ctc_old',
            merged: { name: null, number: '+5511990000777' },
            cause: 'person',
            by: { kind: 'member', id: 'mem_bia', name: 'Bia' },
            undoneAt: at(60),
            undoneBy: { kind: 'member', id: 'mem_rui', name: 'Rui' },
          }),
        ],
      }),
    ),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-conversation')!.shadowRoot!;
    await waitFor(() => expect(root.querySelector('.about')).not.toBeNull());
    await userEvent.click(root.querySelector<HTMLElement>('.about')!);
    await waitFor(() => expect(root.querySelector('dialog.contact section')).not.toBeNull());
  },
};
