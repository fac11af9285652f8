/** Asks for the numbers every other second while the page is looked at, and writes them as text, never as HTML. */
export const pageScript = `
const everyMs = 2000;
async function refresh() {
  if (document.hidden) return;
  try {
    const classes = await (await fetch('/live')).json();
    for (const [name, twins] of Object.entries(classes))
      for (const [twin, state] of Object.entries(twins)) show(twin + '/' + name, state);
    document.body.classList.remove('gone');
  } catch {
    document.body.classList.add('gone');
  }
}
function show(id, { served, watched }) {
  const list = document.querySelector('dl[data-state="' + CSS.escape(id) + '"]');
  if (list === null) return;
  list.replaceChildren(...Object.entries({ 'requests served': served, ...watched }).map(([label, number]) => {
    const row = document.createElement('div');
    const term = row.appendChild(document.createElement('dt'));
    const value = row.appendChild(document.createElement('dd'));
    term.textContent = label;
    value.textContent = number.toLocaleString('en');
    return row;
  }));
}
refresh();
setInterval(refresh, everyMs);
document.addEventListener('visibilitychange', refresh);
`;
