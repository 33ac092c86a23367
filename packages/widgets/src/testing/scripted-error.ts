/** An error like the SDK's. */
export class ScriptedError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  constructor(code: string, status?: number, message = '') {
    super(message);
    this.code = code;
    this.status = status;
    this.requestId = status ? 'req_01kb7f31' : undefined;
  }
}
