import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { outboxOf } from '../../controllers/outbox.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { mountThread, type ThreadHarness } from '../../testing/inbox-harness.ts';
import { settled, unmountAll, until } from '../../testing/mounting.ts';
import { sampleInbox } from '../../testing/sample-data.ts';
import { ScriptedClient } from '../../testing/scripted-client.ts';

afterEach(unmountAll);

const open = async (): Promise<{ hub: ScriptedClient; thread: ThreadHarness }> => {
  const hub = new ScriptedClient(sampleInbox());
  return { hub, thread: await mountThread(hub, 'conv_marina').ready() };
};

async function pngFile(name: string, width = 320, height = 240): Promise<File> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.fillRect(0, 0, width, height);
  return new File([await canvas.convertToBlob()], name, { type: 'image/png' });
}
const pdfFile = (name = 'orçamento.pdf'): File => new File(['%PDF-1.7'], name, { type: 'application/pdf' });
const inner = (thread: ThreadHarness): ShadowRoot => thread.composer.shadowRoot!;
const tiles = (thread: ThreadHarness): HTMLElement[] => [
  ...inner(thread).querySelectorAll<HTMLElement>('.files li'),
];
const sent = (hub: ScriptedClient): Record<string, unknown>[] =>
  hub.calls.filter((it) => it.method === 'sendMessage').map((it) => it.args[0] as Record<string, unknown>);
const pressSend = (thread: ThreadHarness): void =>
  inner(thread).querySelector<HTMLButtonElement>('[type=submit]')!.click();
const dataOf = (files: File[]): DataTransfer => {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
};

describe('attaching', () => {
  it('takes files from the button, shows them, and sends them with a caption', async () => {
    const { hub, thread } = await open();
    const input = inner(thread).querySelector<HTMLInputElement>('input[type=file]')!;
    await userEvent.upload(input, [await pngFile('fachada.png'), pdfFile()]);
    await until(() => tiles(thread).length === 2);
    expect(tiles(thread)[0]!.querySelector('img')!.alt).toBe('fachada.png');
    expect(tiles(thread)[1]!.textContent).toContain('orçamento.pdf');
    expect(thread.field.placeholder).toBe('Legenda (opcional)');
    expect(await findBarriers(thread.composer)).toEqual([]);
    await thread.write('A nossa fachada');
    pressSend(thread);
    await until(() => sent(hub).length === 2);
    expect(sent(hub)[0]!['content']).toMatchObject({ type: 'image', caption: 'A nossa fachada' });
    expect(sent(hub)[1]!['content']).toEqual({ type: 'document', mediaId: expect.any(String) });
    expect(tiles(thread)).toEqual([]);
    expect(thread.field.value).toBe('');
    await until(() => hub.threads['conv_marina']!.length === 9);
  });

  it('takes files that are dropped on the thread, and says where to drop them', async () => {
    const { thread } = await open();
    const files = [pdfFile()];
    const drag = (type: string): void =>
      void thread.scroller.dispatchEvent(
        new DragEvent(type, { dataTransfer: dataOf(files), bubbles: true, composed: true, cancelable: true }),
      );
    drag('dragover');
    await until(() => thread.root.querySelector('.drop')?.textContent === 'Solte para anexar');
    drag('drop');
    await until(() => tiles(thread).length === 1);
    expect(thread.root.querySelector('.drop')).toBeNull();
    await until(() => thread.root.activeElement === thread.composer);
  });

  it('takes a pasted picture, but leaves a text that has one beside it to the field', async () => {
    const { thread } = await open();
    const paste = (data: DataTransfer): boolean =>
      thread.field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    const table = dataOf([await pngFile('tabela.png')]);
    table.setData('text/plain', 'a\tb');
    expect(paste(table)).toBe(true);
    expect(paste(dataOf([await pngFile('foto.png')]))).toBe(false);
    await until(() => tiles(thread).length === 1);
    expect(tiles(thread)[0]!.querySelector('img')!.alt).toBe('foto.png');
  });

  it('lets a file be taken off again, and refuses what cannot be sent, saying why', async () => {
    const { hub, thread } = await open();
    const huge = pdfFile('filme inteiro.pdf');
    Object.defineProperty(huge, 'size', { value: 105 * 1024 * 1024 });
    await thread.composer.attach([pdfFile(), huge]);
    await until(() => inner(thread).querySelector('.files-wrong'));
    expect(inner(thread).querySelector('.files-wrong')!.textContent).toMatch(
      /filme inteiro\.pdf passa de 105\sMB/,
    );
    tiles(thread)[0]!.querySelector<HTMLButtonElement>('button[aria-label="Tirar orçamento.pdf"]')!.click();
    await until(() => tiles(thread).length === 0);
    await thread.composer.attach([new File([], 'nada.txt')]);
    await until(() =>
      inner(thread).querySelector('.files-wrong')?.textContent?.includes('nada.txt está vazio'),
    );
    pressSend(thread);
    await settled(thread.composer);
    expect(sent(hub)).toEqual([]);
  });

  it('sends words that WhatsApp would not show under an audio before it', async () => {
    const { hub, thread } = await open();
    await thread.composer.attach([new File(['x'], 'aula.mp3', { type: 'audio/mpeg' })]);
    await thread.write('Ouça isto');
    pressSend(thread);
    await until(() => sent(hub).length === 2);
    expect(sent(hub).map((it) => (it['content'] as { type: string }).type)).toEqual(['text', 'audio']);
  });

  it('shows how much has gone out, keeps the order, and can be called off', async () => {
    const { hub, thread } = await open();
    const release = hub.hold('uploadMedia');
    await thread.composer.attach([pdfFile()]);
    pressSend(thread);
    await until(() => thread.meta('orçamento.pdf').includes('Enviando · 50%'));
    expect(thread.bubble('orçamento.pdf')!.querySelector('progress')!.value).toBe(0.5);
    await thread.send('E isto depois');
    expect(sent(hub)).toEqual([]);
    [...thread.row('orçamento.pdf')!.querySelectorAll('button')]
      .find((it) => it.textContent.includes('Cancelar envio'))!
      .click();
    await until(() => sent(hub).length === 1);
    expect(sent(hub)[0]!['content']).toEqual({ type: 'text', text: 'E isto depois' });
    release();
    await until(() => !thread.bubble('orçamento.pdf'));
  });

  it('says why a file was refused, and tries again without uploading it twice', async () => {
    const { hub, thread } = await open();
    hub.fail('sendMessage', 'media_unsuitable', 422, 'este arquivo não pode ir assim');
    await thread.composer.attach([pdfFile()]);
    pressSend(thread);
    await until(() => thread.meta('orçamento.pdf').includes('Não enviada: este arquivo não pode ir assim'));
    hub.heal('sendMessage');
    thread.row('orçamento.pdf')!.querySelector<HTMLButtonElement>('.acts .btn')!.click();
    await until(() => thread.meta('orçamento.pdf').includes('Na fila'));
    expect(hub.calls.filter((it) => it.method === 'uploadMedia').length).toBe(1);
  });

  it('tells that a file is gone when the page was loaded anew before it left', async () => {
    const { hub, thread } = await open();
    hub.fail('uploadMedia', 'connection_failed');
    await thread.composer.attach([pdfFile()]);
    pressSend(thread);
    await until(() => outboxOf(hub).unsentIn('conv_marina')[0]?.state === 'waiting');
    const kept = sessionStorage.getItem('metahub:acc_vereda:mem_bia')!;
    thread.element.parentElement!.remove();
    sessionStorage.setItem('metahub:acc_vereda:mem_bia', kept);
    const again = await open();
    await until(() => again.thread.meta('orçamento.pdf').includes('Anexe de novo'));
    expect(again.thread.row('orçamento.pdf')!.querySelector('.acts')!.textContent).not.toContain(
      'Tentar de novo',
    );
  });
});

describe('replying', () => {
  it('begins by R on a message, shows what is replied to, and sends it along', async () => {
    const { hub, thread } = await open();
    thread.scroller.focus();
    await userEvent.keyboard('{ArrowUp}');
    await until(() => thread.root.activeElement?.textContent?.includes('Consegue na quinta'));
    await userEvent.keyboard('r');
    await until(() => thread.root.activeElement === thread.composer);
    const bar = await until(() => inner(thread).querySelector('.reply-to'));
    expect(bar.textContent).toContain('Respondendo a Marina Azevedo');
    expect(await findBarriers(thread.composer)).toEqual([]);
    await thread.send('Consigo sim');
    await until(() => sent(hub).length === 1);
    expect(sent(hub)[0]!['quotedMessageId']).toBe('msg_07');
    expect(thread.bubble('Consigo sim')!.querySelector('.quote')!.textContent).toContain(
      'Consegue na quinta',
    );
    expect(inner(thread).querySelector('.reply-to')).toBeNull();
  });

  it('begins by the button beside a message, and ends by Esc without leaving the field', async () => {
    const { hub, thread } = await open();
    thread.row('Recebi, obrigada')!.querySelector<HTMLButtonElement>('.reply')!.click();
    const bar = await until(() => inner(thread).querySelector('.reply-to'));
    expect(bar.textContent).toContain('Respondendo a você');
    await userEvent.keyboard('{Escape}');
    await until(() => !inner(thread).querySelector('.reply-to'));
    expect(thread.root.activeElement).toBe(thread.composer);
    await thread.send('Sem citar');
    await until(() => sent(hub).length === 1);
    expect(sent(hub)[0]).not.toHaveProperty('quotedMessageId');
  });

  it('forgets the reply in another conversation', async () => {
    const { thread } = await open();
    thread.row('Recebi, obrigada')!.querySelector<HTMLButtonElement>('.reply')!.click();
    await until(() => inner(thread).querySelector('.reply-to'));
    thread.element.conversationId = 'conv_otilia';
    await until(() => thread.composer && !inner(thread).querySelector('.reply-to'));
  });
});
