import { html, type TemplateResult } from 'lit';
import type { Session } from '../../client/contract.ts';
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
