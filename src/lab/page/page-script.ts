/** Asks for the numbers every other second while the page is looked at, and writes them as text, never as HTML. */
export const pageScript = `
const everyMs = 2000;
const news = document.querySelector('header [role=status]');
async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch('/live');
    if (!response.ok) throw new Error('it answers ' + response.status);
    const { lostPorts, classes } = await response.json();
    for (const [name, twins] of Object.entries(classes))
      for (const [twin, state] of Object.entries(twins)) show(twin + '/' + name, state);
    news.textContent = lostPorts.map((port) => 'The instance at port ' + port + ' has ended unasked.').join(' ');
    document.body.classList.remove('gone');
  } catch (error) {
    news.textContent = 'The lab gives no more numbers: ' + error.message;
    document.body.classList.add('gone');
  }
}
function show(id, { served, watched, trouble }) {
  const list = document.querySelector('dl[data-state="' + CSS.escape(id) + '"]');
  if (list === null) return;
  const rows = { 'requests served': served, ...watched };
  if (trouble !== undefined) rows['the rest is not known'] = trouble;
  list.replaceChildren(...Object.entries(rows).map(([label, value]) => {
    const row = document.createElement('div');
    const term = row.appendChild(document.createElement('dt'));
    const description = row.appendChild(document.createElement('dd'));
    term.textContent = label;
    description.textContent = value.toLocaleString('en');
    return row;
  }));
}
refresh();
setInterval(refresh, everyMs);
document.addEventListener('visibilitychange', refresh);
`;
