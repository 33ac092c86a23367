const TOKEN_KEY = 'sandbox-token';

/** A refusal of the sandbox, with its words. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? 'O sandbox não respondeu como esperado.');
    this.status = status;
    this.code = problem?.code;
  }
}

/** Remembers the token for this tab. */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN_KEY, token);
}

function token() {
  return sessionStorage.getItem(TOKEN_KEY);
}

/** Calls the control API; answers the body, or throws an {@link ApiError}. */
export async function call(method, path, body) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token()) headers['authorization'] = `Bearer ${token()}`;
  const response = await fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

/** Where the file of a message is. */
export function fileUrl(number, peer, id) {
  const path = `/phones/${number}/chats/${encodeURIComponent(peer)}/messages/${encodeURIComponent(id)}/file`;
  return token() ? `${path}?access_token=${encodeURIComponent(token())}` : path;
}

/** Follows what happens; the browser connects again by itself when the stream breaks. */
export function follow({ onEvent, onOpen, onBroken }) {
  const source = new EventSource(token() ? `/events?access_token=${encodeURIComponent(token())}` : '/events');
  source.addEventListener('open', onOpen);
  source.addEventListener('error', onBroken);
  source.addEventListener('message', (message) => onEvent(JSON.parse(message.data)));
  return source;
}
