import { html, type TemplateResult } from 'lit';
import { expect, waitFor } from 'storybook/test';
import type { Session } from '../../client/contract.ts';
import { sampleSession } from '../../testing/sample-data.ts';
import { SAMPLE_QR, ScriptedClient } from '../../testing/scripted-client.ts';

export default { title: 'QR pairing' };

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const reason = (code: string, message: string, action = 'none'): Session['reason'] =>
  ({ code, message, action }) as Session['reason'];

/** The element, watching a session in some state. */
function watching(part: Partial<Session>): TemplateResult {
  const client = new ScriptedClient({ sessions: [sampleSession({ id: 'ses_one', ...part })] });
  return frame(client, 'ses_one');
}

function frame(client: ScriptedClient | undefined, sessionId?: string): TemplateResult {
  return html`<div style="max-width: 680px; margin: 24px auto">
    <mh-qr-pairing .client=${client} .sessionId=${sessionId ?? null}></mh-qr-pairing>
  </div>`;
}

export const Idle = { render: (): TemplateResult => frame(new ScriptedClient()) };
export const Preparing = {
  render: (): TemplateResult =>
    watching({ status: 'pairing', number: null, pairing: null, connectedAt: null }),
};
export const Qr = {
  render: (): TemplateResult =>
    watching({
      status: 'pairing',
      number: null,
      connectedAt: null,
      pairing: { method: 'qr', qr: SAMPLE_QR, expiresAt: soon(18), attemptsLeft: 3 },
    }),
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = canvasElement.querySelector('mh-qr-pairing')!.shadowRoot!;
    await waitFor(() =>
      expect(root.querySelector('.qr path')?.getAttribute('d')?.length).toBeGreaterThan(500),
    );
    await expect(root.querySelector('.qr')!.getBoundingClientRect().width).toBeGreaterThanOrEqual(200);
  },
};
export const Code = {
  render: (): TemplateResult =>
    watching({
      status: 'pairing',
      connectedAt: null,
      pairing: { method: 'code', code: 'K4T7W2P9', expiresAt: soon(160), attemptsLeft: 0 },
    }),
};
export const Scanned = {
  render: (): TemplateResult =>
    watching({ status: 'connecting', connectedAt: null, reason: reason('scanned', 'O código foi lido.') }),
};
export const Importing = { render: (): TemplateResult => watching({ history: { progress: 33 } }) };
export const Connected = { render: (): TemplateResult => watching({}) };
export const Expired = {
  render: (): TemplateResult =>
    watching({
      status: 'failed',
      connectedAt: null,
      reason: reason('pairing_expired', 'O código venceu.', 'scan'),
    }),
};
export const WaitingForThePhone = {
  render: (): TemplateResult =>
    watching({
      status: 'disconnected',
      reason: reason(
        'connection_lost',
        'A Recepção parou às 10:12: o celular ficou dias sem abrir o WhatsApp. Abrindo, voltamos sozinhos.',
        'open_phone',
      ),
    }),
};
export const Reconnecting = {
  render: (): TemplateResult =>
    watching({
      status: 'disconnected',
      reason: reason('connection_lost', 'A conexão caiu. Voltamos sozinhos.', 'wait'),
    }),
};
export const LoggedOut = {
  render: (): TemplateResult =>
    watching({
      status: 'logged_out',
      reason: reason(
        'device_removed',
        'Alguém removeu este dispositivo no WhatsApp, às 9:58. As conversas continuam aqui.',
        'pair_again',
      ),
    }),
};
export const WrongNumber = {
  render: (): TemplateResult =>
    watching({
      status: 'failed',
      reason: reason(
        'wrong_number',
        'O celular que leu o código é +55 11 98888-0000. Use o da Recepção.',
        'pair_again',
      ),
    }),
};
export const Failed = {
  render: (): TemplateResult =>
    watching({
      status: 'failed',
      reason: reason(
        'bad_session',
        'O WhatsApp já tem 4 dispositivos neste número. Remova um no celular e tente de novo.',
        'pair_again',
      ),
    }),
};
export const Paused = { render: (): TemplateResult => watching({ status: 'paused', reason: null }) };
export const NoTransport = {
  render: (): TemplateResult => {
    const client = new ScriptedClient();
    client.fail('connectSession', 'transport_unavailable', 503, 'Nenhum serviço do WhatsApp está no ar.');
    return html`<mh-qr-pairing .client=${client} auto-start></mh-qr-pairing>`;
  },
};
export const Offline = {
  render: (): TemplateResult => frame(new ScriptedClient({ state: 'offline' })),
};
export const SignedOut = { render: (): TemplateResult => frame(undefined) };
