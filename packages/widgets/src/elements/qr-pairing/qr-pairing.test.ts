import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../define/all.ts';
import type { Session } from '../../client/contract.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { mount, nextEvent, settled, unmountAll, until } from '../../testing/mounting.ts';
import { sampleSession } from '../../testing/sample-data.ts';
import { SAMPLE_QR, ScriptedClient } from '../../testing/scripted-client.ts';
import type { MhQrPairing } from './qr-pairing.ts';

afterEach(unmountAll);

const size = { width: 680, height: 420 };
const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

function mountPairing(client: ScriptedClient | undefined, sessionId: string | null = null): MhQrPairing {
  return mount(
    html`<mh-qr-pairing .client=${client} .sessionId=${sessionId}></mh-qr-pairing>`,
    size,
  ).querySelector('mh-qr-pairing')!;
}
const textOf = (element: MhQrPairing): string => element.shadowRoot!.textContent.replace(/\s+/g, ' ');
const press = (element: MhQrPairing, name: string): void =>
  [...element.shadowRoot!.querySelectorAll('button')].find((it) => it.textContent.includes(name))!.click();
const current = (client: ScriptedClient): Session =>
  client.sessions.find((it) => it.id.startsWith('ses_new'))!;
const become = (client: ScriptedClient, part: Partial<Session>): void => {
  const session = current(client);
  client.emit({
    type: 'session.updated',
    data: { ...session, pairing: null, ...part, revision: session.revision + 1 },
  });
};
const reason = (code: string, action = 'none', message = ''): Session['reason'] =>
  ({ code, message, action }) as Session['reason'];

describe('mh-qr-pairing', () => {
  it('goes from a press to a connected number, and tells the page each step', async () => {
    const client = new ScriptedClient({ sessions: [] });
    const element = mountPairing(client);
    await until(() => textOf(element).includes('Conecte um número'));
    expect(client.calls.some((it) => it.method === 'connectSession')).toBe(false);
    const shown = nextEvent<{ qr: string; sessionId: string }>(document, 'mh-pairing-qr');
    press(element, 'Gerar código');
    expect((await shown).detail.qr).toBe(SAMPLE_QR);
    expect(textOf(element)).toContain('Leia o código com o celular');
    const box = element.shadowRoot!.querySelector('.qr')!;
    expect(box.getBoundingClientRect().width).toBeGreaterThanOrEqual(200);
    expect(getComputedStyle(box).backgroundColor).toBe('rgb(255, 255, 255)');

    const gone = nextEvent<{ qr: string | null }>(document, 'mh-pairing-qr');
    become(client, { status: 'connecting', reason: reason('scanned') });
    await until(() => textOf(element).includes('Código lido'));
    expect((await gone).detail.qr).toBeNull();

    const connected = nextEvent<{ session: Session }>(document, 'mh-session-connected');
    become(client, { status: 'connected', number: '+5511970000001', connectedAt: new Date().toISOString() });
    expect((await connected).detail.session.number).toBe('+5511970000001');
    await until(() => textOf(element).includes('+55 11 97000-0001'));
    const open = nextEvent(document, 'mh-open-inbox');
    press(element, 'Abrir conversas');
    await open;
  });

  it('shows each new QR as it comes, by its ephemeral frame', async () => {
    const client = new ScriptedClient({ sessions: [] });
    const element = mountPairing(client);
    await settled(element);
    press(element, 'Gerar código');
    await until(() => element.shadowRoot!.querySelector('.qr path'));
    const before = element.shadowRoot!.querySelector('.qr path')!.getAttribute('d');
    const next = nextEvent<{ qr: string }>(document, 'mh-pairing-qr');
    client.emit({
      type: 'session.pairing',
      data: {
        sessionId: current(client).id,
        pairing: { method: 'qr', qr: '2@another', expiresAt: soon(20), attemptsLeft: 3 },
      },
    });
    expect((await next).detail.qr).toBe('2@another');
    await settled(element);
    expect(element.shadowRoot!.querySelector('.qr path')!.getAttribute('d')).not.toBe(before);
    expect(textOf(element)).toContain('mais 3 códigos');
    // A session.updated without the secret takes nothing away.
    become(client, {
      status: 'pairing',
      pairing: { method: 'qr', expiresAt: soon(20), attemptsLeft: 3 },
    });
    await settled(element);
    expect(element.shadowRoot!.querySelector('.qr path')).not.toBeNull();
  });

  it('asks by polling when nothing comes by socket', async () => {
    const client = new ScriptedClient({ sessions: [], state: 'offline' });
    const element = mountPairing(client);
    await settled(element);
    press(element, 'Gerar código');
    await until(() => element.shadowRoot!.querySelector('.qr path'));
    const session = current(client);
    client.sessions = [
      {
        ...session,
        status: 'connected',
        pairing: null,
        number: '+5511970000001',
        revision: session.revision + 1,
      },
    ];
    const connected = nextEvent(document, 'mh-session-connected');
    await connected;
    expect(textOf(element)).toContain('conectou');
  });

  it('offers a new code when nobody scanned, for the same session', async () => {
    const client = new ScriptedClient({ sessions: [] });
    const element = mountPairing(client);
    await settled(element);
    press(element, 'Gerar código');
    await until(() => element.shadowRoot!.querySelector('.qr path'));
    become(client, { status: 'failed', reason: reason('pairing_expired', 'scan') });
    await until(() => textOf(element).includes('O código venceu'));
    const { id } = current(client);
    press(element, 'Gerar código');
    await until(() => textOf(element).includes('Leia o código'));
    expect(client.calls.filter((it) => it.method === 'connectSession').at(-1)!.args[0]).toMatchObject({
      sessionId: id,
    });
  });

  it.each([
    [
      'logged_out',
      reason('device_removed', 'pair_again', 'Alguém removeu este dispositivo.'),
      'Alguém removeu este dispositivo.',
      'Conectar de novo',
    ],
    ['failed', reason('wrong_number', 'pair_again'), 'É outro número', 'Gerar código'],
    ['failed', reason('banned', 'none', 'O WhatsApp recusou.'), 'O WhatsApp recusou.', 'Tentar de novo'],
  ] as const)('says what happened and what to do: %s', async (status, why, says, does) => {
    const client = new ScriptedClient({ sessions: [sampleSession({ id: 'ses_one', status, reason: why })] });
    const element = mountPairing(client, 'ses_one');
    await until(() => textOf(element).includes(says));
    press(element, does);
    await until(() => textOf(element).includes('Leia o código'));
    expect(client.calls.filter((it) => it.method === 'connectSession')[0]!.args[0]).toMatchObject({
      sessionId: 'ses_one',
    });
  });

  it('pairs by a code typed on the phone, and refuses what is no number', async () => {
    const client = new ScriptedClient({ sessions: [] });
    const element = mountPairing(client);
    await settled(element);
    press(element, 'Conectar sem câmera');
    const input = await until(() => element.shadowRoot!.querySelector('input'));
    await userEvent.fill(input, '990000001');
    press(element, 'Receber código');
    await until(() => textOf(element).includes('Escreva o número com +'));
    await userEvent.fill(input, '+55 (11) 99000-0001');
    press(element, 'Receber código');
    await until(
      () =>
        element.shadowRoot!.querySelector('.code')?.getAttribute('aria-label') === 'Código K 4 T 7 W 2 P 9',
    );
    expect(client.calls.find((it) => it.method === 'connectSession')!.args[0]).toMatchObject({
      method: 'code',
      number: '+5511990000001',
    });
  });

  it('goes back to the QR where codes are not available', async () => {
    const client = new ScriptedClient({ sessions: [] });
    client.fail('connectSession', 'not_implemented', 501);
    const element = mountPairing(client);
    await settled(element);
    press(element, 'Conectar sem câmera');
    await userEvent.fill(await until(() => element.shadowRoot!.querySelector('input')), '+5511990000001');
    press(element, 'Receber código');
    await until(() => textOf(element).includes('ainda não está disponível'));
    client.heal('connectSession');
    press(element, 'Ler código QR');
    await until(() => textOf(element).includes('Leia o código'));
  });

  it('tells the page with the request’s id when the code could not be made', async () => {
    const client = new ScriptedClient({ sessions: [] });
    client.fail('connectSession', 'transport_unavailable', 503);
    const element = mountPairing(client);
    await settled(element);
    const failed = nextEvent<{ type: string; code: string; requestId: string }>(document, 'mh-error');
    press(element, 'Gerar código');
    expect((await failed).detail).toMatchObject({
      type: 'server',
      code: 'transport_unavailable',
      requestId: 'req_01kb7f31',
    });
    expect(textOf(element)).toContain('Pedido req_01kb7f31');
  });

  it('does not say that a number has just connected when it was connected before', async () => {
    let told = 0;
    const count = (): number => told++;
    document.addEventListener('mh-session-connected', count);
    const element = mountPairing(new ScriptedClient(), 'ses_front');
    await until(() => textOf(element).includes('Recepção conectou'));
    document.removeEventListener('mh-session-connected', count);
    expect(told).toBe(0);
  });

  for (const theme of ['light', 'dark']) {
    it(`has no barriers, ${theme}`, async () => {
      const client = new ScriptedClient({ sessions: [] });
      const box = mount(
        html`<mh-provider .client=${client} theme=${theme}><mh-qr-pairing auto-start></mh-qr-pairing></mh-provider>`,
        size,
      );
      const element = box.querySelector('mh-qr-pairing')!;
      await until(() => element.shadowRoot!.querySelector('.qr path'));
      expect(await findBarriers(box)).toEqual([]);
    });
  }
});
