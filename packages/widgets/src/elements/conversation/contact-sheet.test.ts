import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { findBarriers } from '../../testing/accessible.ts';
import { sampleContact, sampleMerge } from '../../testing/sample-contacts.ts';
import { sampleInbox, sampleMe } from '../../testing/sample-data.ts';
import { mountThread, type ThreadHarness } from '../../testing/inbox-harness.ts';
import { unmountAll, until } from '../../testing/mounting.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';

afterEach(unmountAll);

const contacts = [
  sampleContact({ id: 'ctc_marina' }),
  sampleContact({ id: 'ctc_double', name: 'Marina A.', number: '+5511990000777' }),
];

async function open(script: Script = {}): Promise<{
  hub: ScriptedClient;
  thread: ThreadHarness;
  sheet: HTMLDialogElement;
}> {
  const hub = new ScriptedClient({
    ...sampleInbox(),
    contacts,
    merges: [sampleMerge({ id: 'cmg_1' })],
    ...script,
  });
  const thread = await mountThread(hub, 'conv_marina').ready();
  (await until(() => thread.root.querySelector<HTMLElement>('.about'))).click();
  const sheet = await until(() => thread.root.querySelector<HTMLDialogElement>('dialog.contact[open]'));
  await until(() => sheet.querySelector('section, .state'));
  return { hub, thread, sheet };
}
const said = (part: Element): string => part.textContent.replace(/\s+/g, ' ').trim();
const button = (part: ParentNode, name: string): HTMLButtonElement =>
  [...part.querySelectorAll('button')].find((it) =>
    `${it.getAttribute('aria-label') ?? ''} ${it.textContent}`.includes(name),
  )!;

describe('what is known about a contact', () => {
  it('says how WhatsApp knows them, and which contacts were merged, by whom', async () => {
    const { thread, sheet } = await open();
    expect(said(sheet)).toContain('No WhatsApp: Marina');
    expect(said(sheet)).toContain('Número +55 11 99000-0148 principal');
    expect(said(sheet)).toContain('Marina (anúncio) o WhatsApp disse que é a mesma pessoa');
    expect(await findBarriers(thread.element)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await until(() => thread.root.activeElement?.classList.contains('about'));
    expect(thread.root.querySelector('dialog')).toBeNull();
  });

  it('takes a contact out again after asking, and says who did', async () => {
    const { hub, sheet } = await open();
    button(sheet, 'Separar Marina (anúncio)?').click();
    await until(() => said(sheet).includes('O que foi escrito depois de juntar fica aqui'));
    expect(hub.calls.some(({ method }) => method === 'unmergeContact')).toBe(false);
    button(sheet.querySelector('section')!, 'Separar').click();
    await until(() => said(sheet).includes('separado de novo por Bia'));
    expect(hub.calls.find(({ method }) => method === 'unmergeContact')!.args).toEqual(['ctc_marina_lid']);
  });

  it('merges another contact, found by name', async () => {
    const { hub, sheet } = await open({ merges: [] });
    await userEvent.fill(sheet.querySelector('[type=search]')!, 'marina');
    await until(() => sheet.querySelectorAll('.pick').length === 1);
    button(sheet, 'Marina A.').click();
    await until(() => said(sheet).includes('Juntar Marina A. a Marina Azevedo?'));
    hub.fail('mergeContacts', 'internal_error', 500);
    button(sheet, 'Juntar').click();
    await until(() => said(sheet).includes('Não deu certo. Nada mudou.'));
    hub.heal('mergeContacts');
    button(sheet, 'Juntar').click();
    await until(() => said(sheet).includes('Contatos juntados'));
    expect(hub.calls.findLast(({ method }) => method === 'mergeContacts')!.args).toEqual([
      'ctc_marina',
      { contactId: 'ctc_double' },
    ]);
  });

  it('follows merges live', async () => {
    const { hub, sheet } = await open({ merges: [] });
    const merge = sampleMerge({ id: 'cmg_2', merged: { name: 'Mari', number: null } });
    hub.merges = [merge];
    hub.emit({ type: 'contact.merged', data: merge });
    await until(() => said(sheet).includes('Mari o WhatsApp disse'));
  });

  it('only shows to those who may not merge', async () => {
    const permissions = ['conversations:read', 'contacts:read'] as never;
    const { sheet } = await open({ me: { ...sampleMe(), permissions } });
    expect(said(sheet)).toContain('Marina (anúncio)');
    expect(button(sheet, 'Separar')).toBeUndefined();
    expect(sheet.querySelector('[type=search]')).toBeNull();
  });

  it('says when it could not be read, and tries again', async () => {
    const { hub, sheet } = await open({ contacts: [] });
    await until(() => said(sheet).includes('Não deu para abrir o contato'));
    hub.contacts = contacts;
    button(sheet, 'Tentar de novo').click();
    await until(() => said(sheet).includes('Como o WhatsApp conhece'));
  });
});
