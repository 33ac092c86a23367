import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Lets files be dropped on an element; `over` is true while some are held above it. */
export class FileDrop implements ReactiveController {
  over = false;
  #host: ReactiveControllerHost & HTMLElement;
  #take: (files: FileList) => void;

  constructor(host: ReactiveControllerHost & HTMLElement, take: (files: FileList) => void) {
    this.#host = host;
    this.#take = take;
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      this.#host.addEventListener(name, this.#on);
    }
  }

  hostDisconnected(): void {
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
      this.#host.removeEventListener(name, this.#on);
    }
    this.over = false;
  }

  #on = (event: DragEvent): void => {
    // The composer takes what is dropped on it by itself.
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return this.#show(false);
    if (event.type === 'dragleave') {
      const to = event.relatedTarget as Node | null;
      if (!to || !this.#host.contains(to)) this.#show(false);
      return;
    }
    event.preventDefault();
    this.#show(event.type !== 'drop');
    if (event.type === 'drop') this.#take(event.dataTransfer.files);
  };

  #show(over: boolean): void {
    if (over === this.over) return;
    this.over = over;
    this.#host.requestUpdate();
  }
}
