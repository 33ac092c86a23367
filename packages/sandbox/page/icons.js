const NAMESPACE = 'http://www.w3.org/2000/svg';

const shapes = {
  back: ['M15 18l-6-6 6-6'],
  compose: ['M12 5v14', 'M5 12h14'],
  devices: [
    'M4 5h11a1 1 0 0 1 1 1v4',
    'M4 5a1 1 0 0 0-1 1v9h10',
    'M2 19h11',
    'M16 13h4a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-4a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z',
  ],
  more: ['M12 6h.01', 'M12 12h.01', 'M12 18h.01'],
  place: ['M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12z', 'M12 11a2 2 0 1 0 0-4 2 2 0 0 0 0 4z'],
  person: ['M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4 21c0-4 4-6 8-6s8 2 8 6'],
  file: ['M7 3h7l4 4v14H7z', 'M14 3v4h4'],
  send: ['M4 12l16-8-6 16-3-7z'],
  pending: ['M12 7v5l3 2', 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z'],
  sent: ['M5 13l4 4 10-10'],
  delivered: ['M2 13l4 4 10-10', 'M11 16l1 1 10-10'],
};

/** A line icon of 16 or 20 pixels, hidden from readers: what it means stands beside it in words. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(NAMESPACE, 'svg');
  for (const [attribute, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.75,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(attribute, value);
  }
  for (const shape of shapes[name]) {
    const path = document.createElementNS(NAMESPACE, 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}
