import type { Twin } from '../twin.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { escapeMarkup } from '../../support/markup.ts';

/** What the page shows of one class. */
export interface ClassView {
  readonly name: string;
  readonly title: string;
  readonly harm: string;
  readonly bug: string;
  readonly cure: string;
  readonly observe: string;
  readonly needs: readonly string[];
  /** It is not served, because a part that it needs is not there. */
  readonly missing: boolean;
  readonly paths: Readonly<Record<Twin, string>>;
  readonly commands: Readonly<Record<Twin, string>>;
}

export interface LabView {
  readonly url: string;
  readonly instances: number;
  readonly classes: readonly ClassView[];
}

/** The lab's page: one self-contained HTML text, every value escaped. */
export function renderPage({ url, instances, classes }: LabView): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Racehound lab</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Racehound lab</h1>
<p>Deliberately racy services, each beside its mended twin, on ${instances + 1} instances at <code>${escapeMarkup(url)}</code> and the ports above it.
Run a command in another terminal: the racy twin is caught, the mended one holds.
To take a scenario home: <code>racehound init --class oversell --target URL</code>.</p>
<p role="status"></p>
</header>
<nav>${classes.map(({ name, title }) => `<a href="#${escapeMarkup(name)}">${escapeMarkup(title)}</a>`).join('\n')}</nav>
<main>
${classes.map(section).join('\n')}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

function section(view: ClassView): string {
  const { name, title, harm, observe, needs, missing } = view;
  const need = needs.map((part) => `<span class="need">${escapeMarkup(part)}</span>`).join(' ');
  const twins = missing
    ? '<p class="missing">Not served: it needs Redis. Install <code>redis-server</code>, or start the lab with <code>--redis redis://...</code></p>'
    : `<div class="twins">${card(view, 'racy', view.bug)}${card(view, 'mended', view.cure)}</div>`;
  return `<section id="${escapeMarkup(name)}">
<h2>${escapeMarkup(title)} ${need}</h2>
<p>${escapeMarkup(sentence(harm))} <span class="observe">What to observe: ${escapeMarkup(observe)}.</span></p>
${twins}
</section>`;
}

function card({ name, paths, commands }: ClassView, twin: Twin, what: string): string {
  return `<article class="${twin}">
<h3>${twin} <code>${escapeMarkup(paths[twin])}</code></h3>
<p>${escapeMarkup(sentence(what))}</p>
<pre><code>${escapeMarkup(commands[twin])}</code></pre>
<dl data-state="${twin}/${escapeMarkup(name)}"><div><dt>requests served</dt><dd>0</dd></div></dl>
</article>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
