import { html, nothing, type TemplateResult } from 'lit';
import type { Session, UpdateSessionRequest } from '../../client/contract.ts';
import { readFailure, type Failure } from '../../client/failure.ts';
import { explain } from '../../foundation/full-states.ts';
import type { SessionWords } from '../../words/pt-br/session.ts';
import type { SharedWords } from '../../words/pt-br/shared.ts';

/** What the form may touch. */
export interface SettingsStage {
  save(body: UpdateSessionRequest): Promise<void>;
  redraw(): void;
}

/** A number's name and how it works. Sends only what was changed. */
export class SettingsForm {
  readonly #stage: SettingsStage;
  #state: 'idle' | 'saving' | 'saved' = 'idle';
  #failure: Failure | null = null;
  #isPauseWrong = false;

  constructor(stage: SettingsStage) {
    this.#stage = stage;
  }

  render(session: Session, words: SessionWords, shared: SharedWords): TemplateResult {
    const { calls, pacing, proxy, appearOnline } = session.settings;
    const failure = this.#failure;
    return html`<form class="settings" novalidate @submit=${(event: Event) => void this.#onSubmit(event, session)} @input=${this.#onInput}>
      <label>${words.nameLabel}<input name="name" maxlength="100" required .value=${session.name} /></label>
      <fieldset>
        <legend>${words.callsTitle}</legend>
        ${check('reject', words.rejectCalls, calls.reject)}
        <p class="hint">${words.rejectHint}</p>
        <label>${words.rejectText}<textarea name="text" rows="2" maxlength="1000" .value=${calls.text ?? ''}></textarea></label>
      </fieldset>
      <fieldset>
        <legend>${words.pacingTitle}</legend>
        <label>${words.perMinute}${number('perMinute', pacing.perMinute, { min: 1, max: 600, placeholder: words.noLimit })}</label>
        <div class="pair" role="group" aria-label=${words.pauseBetween}>
          <span class="label">${words.pauseBetween}</span>
          <label class="inline">${words.from}${number('minPause', pacing.minPauseMs / 1000, { min: 0, max: 600 })}</label>
          <label class="inline">${words.to}${number('maxPause', pacing.maxPauseMs / 1000, { min: 0, max: 600 })}</label>
        </div>
        ${this.#isPauseWrong ? html`<p class="wrong" role="alert">${words.invalidPause}</p>` : nothing}
        ${check('typing', words.typing, pacing.typing)} ${check('replies', words.paceReplies, pacing.replies)}
        <p class="hint">${words.paceHint}</p>
      </fieldset>
      <fieldset>
        <legend>${words.onlineTitle}</legend>
        ${check('appearOnline', words.appearOnline, appearOnline)}
        <p class="hint">${words.onlineHint}</p>
      </fieldset>
      <fieldset>
        <legend>${words.proxyTitle}</legend>
        <label>${words.proxyUrl}<input name="proxyUrl" type="url" inputmode="url" autocomplete="off" spellcheck="false" maxlength="300" placeholder=${words.proxyNone} .value=${proxy?.url ?? ''} /></label>
        <div class="pair">
          <label>${words.proxyUser}<input name="proxyUser" autocomplete="off" spellcheck="false" maxlength="200" placeholder=${proxy?.username ?? ''} /></label>
          <label>${words.proxyPassword}<input name="proxyPassword" type="password" autocomplete="new-password" maxlength="200" placeholder=${proxy?.hasPassword ? words.passwordKept : ''} /></label>
        </div>
      </fieldset>
      <div class="row foot">
        <button class="btn btn--main" ?disabled=${this.#state === 'saving'}>
          ${this.#state === 'saving' ? words.saving : words.save}
        </button>
        <span role="status" class="s">${this.#state === 'saved' ? words.saved : ''}</span>
        ${failure ? html`<span role="alert" class="s wrong">${words.actionFailed} ${explain(shared, failure)}</span>` : nothing}
      </div>
    </form>`;
  }

  #onInput = (): void => {
    if (this.#state !== 'saved' && !this.#failure && !this.#isPauseWrong) return;
    this.#state = 'idle';
    this.#failure = null;
    this.#isPauseWrong = false;
    this.#stage.redraw();
  };

  async #onSubmit(event: Event, session: Session): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (!form.reportValidity()) return;
    const body = changesOf(new FormData(form), session);
    const pacing = { ...session.settings.pacing, ...body.settings?.pacing };
    this.#isPauseWrong = pacing.maxPauseMs < pacing.minPauseMs;
    if (this.#isPauseWrong) return this.#stage.redraw();
    this.#state = 'saving';
    this.#failure = null;
    this.#stage.redraw();
    try {
      if (body.name !== undefined || body.settings) await this.#stage.save(body);
      this.#state = 'saved';
      for (const name of ['proxyUser', 'proxyPassword']) {
        form.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = '';
      }
    } catch (error) {
      this.#state = 'idle';
      this.#failure = readFailure(error);
    }
    this.#stage.redraw();
  }
}

function check(name: string, label: string, checked: boolean): TemplateResult {
  return html`<label class="check"><input type="checkbox" name=${name} .checked=${checked} /> ${label}</label>`;
}

function number(
  name: string,
  value: number | null,
  { min, max, placeholder = '' }: { min: number; max: number; placeholder?: string },
): TemplateResult {
  return html`<input type="number" name=${name} min=${min} max=${max} step="any" inputmode="decimal" placeholder=${placeholder} .value=${value === null ? '' : String(value)} />`;
}

/** Only what differs from how the session is. */
function changesOf(form: FormData, { name, settings }: Session): UpdateSessionRequest {
  const text = (field: string): string => (form.get(field) as string | null)?.trim() ?? '';
  const on = (field: string): boolean => form.has(field);
  const { calls, pacing, proxy, appearOnline } = settings;
  const per = text('perMinute');
  const url = text('proxyUrl');
  const user = text('proxyUser');
  const password = text('proxyPassword');
  const proxyChanged = url !== (proxy?.url ?? '') || Boolean(user || password);
  const parts = {
    calls: changed({ reject: on('reject'), text: text('text') || null }, calls),
    pacing: changed(
      {
        perMinute: per ? Math.round(Number(per)) : null,
        minPauseMs: Math.round(Number(text('minPause')) * 1000),
        maxPauseMs: Math.round(Number(text('maxPause')) * 1000),
        typing: on('typing'),
        replies: on('replies'),
      },
      pacing,
    ),
    appearOnline: on('appearOnline') === appearOnline ? undefined : on('appearOnline'),
    proxy: !proxyChanged
      ? undefined
      : url
        ? { url, ...(user && { username: user }), ...(password && { password }) }
        : null,
  };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return {
    ...(text('name') !== name && { name: text('name') }),
    ...(given.length && { settings: Object.fromEntries(given) }),
  };
}

/** What of an object is unlike it was; undefined when nothing is. */
function changed<T extends object>(now: T, before: object): Partial<T> | undefined {
  const parts = Object.entries(now).filter(([key, value]) => value !== (before as T)[key as keyof T]);
  return parts.length ? (Object.fromEntries(parts) as Partial<T>) : undefined;
}
