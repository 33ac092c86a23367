import { html, type TemplateResult } from 'lit';
import type { Session } from '../../client/contract.ts';
import type { MhComposer } from './composer.ts';
import { sampleSession } from '../../testing/sample-data.ts';
import { ScriptedClient } from '../../testing/scripted-client.ts';

export default { title: 'Composer' };

const view = (client: ScriptedClient | undefined, session: Session | null): TemplateResult =>
  html`<mh-composer .client=${client} conversation-id="conv_marina" recipient="Marina Azevedo" .session=${session}></mh-composer>`;

export const Ready = {
  render: (): TemplateResult => view(new ScriptedClient(), sampleSession({ id: 'ses_front' })),
};
export const SessionDown = {
  render: (): TemplateResult =>
    view(new ScriptedClient(), sampleSession({ id: 'ses_front', status: 'disconnected' })),
};
export const SignedOut = { render: (): TemplateResult => view(undefined, null) };

/** A picture and other files that wait for Send, and one that was too many. */
export const WithFiles = {
  ...Ready,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const composer = canvasElement.querySelector<MhComposer>('mh-composer')!;
    await composer.updateComplete;
    const canvas = new OffscreenCanvas(320, 200);
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#c9b79c';
    pen.fillRect(0, 0, 320, 200);
    await composer.attach([
      new File([await canvas.convertToBlob()], 'fachada.png', { type: 'image/png' }),
      new File(['%PDF-1.7'], 'orçamento de dezembro, com desconto.pdf', { type: 'application/pdf' }),
      new File([], 'vazio.txt'),
    ]);
  },
};
export const Replying = {
  ...Ready,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const composer = canvasElement.querySelector<MhComposer>('mh-composer')!;
    composer.quoted = {
      messageId: 'msg_1',
      author: { kind: 'contact', id: 'ctc_marina', name: 'Marina Azevedo' },
      preview: 'A carteirinha nova é esta, mudou o plano.',
    };
    await composer.updateComplete;
  },
};
