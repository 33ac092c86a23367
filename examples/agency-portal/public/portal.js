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
  if (response.status === 401) location.assign('/entrar');
  if (!response.ok) throw new Error(`The portal gave no token (${response.status}).`);
  return response.json();
}

// With test accounts the pairing code can be scanned by a simulated phone: the link carries the code to it.
const simulator = document.querySelector('.simulator');
if (simulator) {
  document.addEventListener('mh-pairing-qr', ({ detail }) => {
    simulator.hidden = !detail.qr;
    const target = `${simulator.dataset.sandbox}/`;
    simulator.querySelector('a').href = detail.qr ? `${target}#qr=${encodeURIComponent(detail.qr)}` : target;
  });
}

// The widgets ask where to connect a number and where the conversations are: this portal has its own pages for both.
document.addEventListener('mh-open-inbox', () => location.assign('/atendimento'));
document.addEventListener('mh-connect-request', (event) => {
  event.preventDefault();
  const pairing = document.querySelector('mh-qr-pairing');
  if (!pairing) return location.assign('/whatsapp');
  pairing.scrollIntoView({ block: 'nearest' });
  pairing.focus();
});

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
