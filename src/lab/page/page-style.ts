/** The look of the lab's page, light and dark as the reader's system has it. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --line: #d9dee4; --paper: #fff; --card: #f6f8fa; --racy: #b42318; --mended: #18794e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa4b0; --line: #333b45; --paper: #14181d; --card: #1b2027; --racy: #ff8b7e; --mended: #5bd69b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { margin: 0; font-size: 1.6rem; }
header p { max-width: 60rem; }
header p:not([role]) { color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1.25rem 0 2rem; }
nav a { padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 1rem; color: inherit; font-size: .875rem; text-decoration: none; }
nav a:hover, nav a:focus-visible { border-color: currentColor; }
section { margin: 0 0 2.5rem; scroll-margin-top: 1rem; }
h2 { margin: 0 0 .25rem; font-size: 1.2rem; }
section > p { margin: 0 0 .75rem; }
.observe { color: var(--soft); }
.need { padding: .05rem .45rem; border: 1px solid var(--line); border-radius: .3rem; color: var(--soft); font-size: .75rem; font-weight: 400; vertical-align: .1rem; }
.missing { padding: .75rem 1rem; border: 1px dashed var(--line); border-radius: .5rem; color: var(--soft); }
.twins { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: 1rem; }
article { display: flex; flex-direction: column; min-width: 0; padding: .9rem 1rem; border: 1px solid var(--line); border-top: 3px solid var(--tone); border-radius: .5rem; background: var(--card); }
article.racy { --tone: var(--racy); }
article.mended { --tone: var(--mended); }
h3 { margin: 0; color: var(--tone); font-size: 1rem; }
h3 code { color: var(--soft); font-weight: 400; }
article p { margin: .35rem 0 .75rem; flex: 1; }
code { font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .35rem; background: var(--paper); overflow-wrap: anywhere; white-space: pre-wrap; }
dl { margin: .75rem 0 0; font-size: .875rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; }
dt { color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.gone dl { opacity: .4; }
[role=status] { color: var(--racy); }
`;
