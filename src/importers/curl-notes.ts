/** What is left out of a scenario though it changes where or how a command connects, by the option that says so. */
export const curlNotes: Readonly<Record<string, string>> = {
  insecure: 'run it with --insecure, or better with --cacert FILE',
  cacert: 'run it with --cacert FILE',
  capath: 'run it with --cacert FILE',
  resolve: 'an address to dial goes into instances: { one: { url: URL, connectTo: "HOST:PORT" } }',
  'connect-to': 'an address to dial goes into instances: { one: { url: URL, connectTo: "HOST:PORT" } }',
  'unix-socket': 'Racehound dials TCP only: let the service listen on a port',
  proxy: 'Racehound dials the service itself, past any proxy',
  'proxy-user': 'Racehound dials the service itself, past any proxy',
  cert: 'Racehound shows no certificate of its own: test behind what asks for one',
  key: 'Racehound shows no certificate of its own: test behind what asks for one',
};
