// The page's side of the embedding: register the widgets, tell them where to get a token, and listen.
// It is served as it stands; there is nothing to build.

const provider = document.querySelector('mh-provider');
if (provider) {
  await import('/widgets/metahub-widgets.js');
  provider.fetchToken = fetchToken;
}

/** Asks this portal's own backend for a token. The widgets call it when they start and before one expires. */
async function fetchToken() {
  const response = await fetch('/metahub-token', { method: 'POST' });
  if (response.status === 401) location.assign(`/entrar?back=${encodeURIComponent(location.pathname)}`);
  if (!response.ok) throw new Error(`The portal gave no token (${response.status}).`);
  return response.json();
}

// The widgets ask where the conversations are, and where to connect a number: this portal answers with its own page
// and its own dialog. Without these lines the elements open a dialog of their own.
document.addEventListener('mh-open-inbox', () => location.assign('/atendimento'));
document.addEventListener('mh-connect-request', (event) => {
  event.preventDefault();
  const dialog = document.querySelector('#pairing');
  if (dialog) openPairing(dialog, event.detail.sessionId);
  else location.assign('/whatsapp');
});

/** Shows the pairing of a new number, or of a session again. Closing it takes the element away, and the code with it. */
function openPairing(dialog, sessionId) {
  const pairing = document.createElement('mh-qr-pairing');
  pairing.setAttribute('auto-start', '');
  if (sessionId) pairing.setAttribute('session-id', sessionId);
  else pairing.setAttribute('session-name', dialog.dataset.sessionName);
  dialog.querySelector('.place').replaceChildren(pairing);
  dialog.addEventListener('close', () => pairing.remove(), { once: true });
  dialog.showModal();
}

// With test accounts the code can be scanned by a simulated phone: the link carries the code to it.
const simulator = document.querySelector('.simulator');
if (simulator) {
  document.addEventListener('mh-pairing-qr', ({ detail }) => {
    simulator.hidden = !detail.qr;
    const target = `${simulator.dataset.sandbox}/`;
    simulator.querySelector('a').href = detail.qr ? `${target}#qr=${encodeURIComponent(detail.qr)}` : target;
  });
}

// The client menu closes as menus do: with Escape, and when something else is pressed.
const switcher = document.querySelector('details.switcher');
if (switcher) {
  document.addEventListener('pointerdown', (event) => {
    if (!switcher.contains(event.target)) switcher.open = false;
  });
  switcher.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    switcher.open = false;
    switcher.querySelector('summary').focus();
  });
}
