import { createHash } from 'node:crypto';
import type { Problem } from '../http/problem.ts';
import type { BrandLook } from './brand-look.ts';
import { escapeHtml } from './escape-html.ts';

type Words = Record<'missing' | 'refused' | 'busy' | 'failed', { title: string; text: string }> & {
  home: string;
  help: string;
  request: string;
};

const WORDS: Record<'pt' | 'en', Words> = {
  pt: {
    missing: { title: 'Página não encontrada', text: 'Este endereço não leva a nenhuma página.' },
    refused: { title: 'Não foi possível abrir', text: 'Esta página não pode ser aberta assim.' },
    busy: {
      title: 'Voltamos em instantes',
      text: 'O sistema não responde neste momento. Tente de novo em um minuto.',
    },
    failed: {
      title: 'Algo deu errado',
      text: 'O erro foi registrado. Tente de novo; se continuar, peça ajuda e informe o código.',
    },
    home: 'Ir para o início',
    help: 'Pedir ajuda',
    request: 'Código',
  },
  en: {
    missing: { title: 'Page not found', text: 'This address leads to no page.' },
    refused: { title: 'This can\u2019t be opened', text: 'This page can\u2019t be opened like that.' },
    busy: { title: 'Back in a moment', text: 'The system does not answer right now. Try again in a minute.' },
    failed: {
      title: 'Something went wrong',
      text: 'The error was recorded. Try again; if it stays, ask for help and name the code.',
    },
    home: 'Go to the start',
    help: 'Get help',
    request: 'Code',
  },
};

/** A page for a person whose browser came to an address that says no. In the look of the host's account. */
export function renderErrorPage(options: {
  problem: Problem;
  look: BrandLook;
  /** Absolute, or below the API's origin; null shows the name. */
  logoUrl: string | null;
  /** What the browser prefers. */
  acceptLanguage: string | undefined;
  requestId: string;
}): { html: string; headers: Record<string, string> } {
  const { problem, look, logoUrl, requestId } = options;
  const asked =
    /^\s*([a-z]{2})/i.exec(options.acceptLanguage ?? '')?.[1]?.toLowerCase() ?? look.locale.slice(0, 2);
  const language = asked === 'en' ? 'en' : 'pt';
  const words = WORDS[language];
  const { title, text } = words[kindOf(problem.status)];
  const name = look.name === null ? '' : escapeHtml(look.name);
  const style = styleOf(look);
  const mark =
    logoUrl === null ? `<p class="name">${name}</p>` : `<img src="${escapeHtml(logoUrl)}" alt="${name}">`;
  const help = look.supportUrl === null ? '' : `<a href="${escapeHtml(look.supportUrl)}">${words.help}</a>`;
  const html = `<!doctype html>
<html lang="${language === 'pt' ? 'pt-BR' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}${name ? ` · ${name}` : ''}</title>
<style>${style}</style>
</head>
<body><main>${mark}<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>
<p class="do"><a class="home" href="/">${words.home}</a> ${help}</p>
<p class="small">${words.request}: ${escapeHtml(requestId)}</p></main></body>
</html>
`;
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language === 'pt' ? 'pt-BR' : 'en',
      vary: 'accept, accept-language, host',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self' https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  };
}

function kindOf(status: number): 'missing' | 'refused' | 'busy' | 'failed' {
  if (status === 404 || status === 410) return 'missing';
  if (status === 429 || status === 503 || status === 502) return 'busy';
  return status >= 500 ? 'failed' : 'refused';
}

function styleOf({ fill, ink, fontFamily, radius }: BrandLook): string {
  return `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:24px;background:light-dark(#f4f5f7,#0f1216);color:light-dark(#1a1e24,#e7eaee);font:16px/1.5 ${fontFamily}}
main{max-width:420px}
img{height:40px;max-width:100%;object-fit:contain;object-position:left}
.name{margin:0;font-weight:600}
h1{margin:24px 0 8px;font-size:26px;line-height:1.25}
p{margin:0 0 16px}
a{color:inherit}
.home{display:inline-block;margin-inline-end:12px;padding:10px 18px;border-radius:${radius}px;background:${fill};color:${ink};font-weight:600;text-decoration:none}
.do{margin-top:24px}
.small{font-size:13px;color:light-dark(#58606b,#a1a9b5)}`;
}
