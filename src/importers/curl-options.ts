/** What an option of curl means for the request; `ignored` ones only say how curl itself behaves. */
export type CurlMeaning =
  | 'method'
  | 'header'
  | 'data'
  | 'data-raw'
  | 'data-urlencode'
  | 'json'
  | 'form'
  | 'form-string'
  | 'get'
  | 'head'
  | 'user'
  | 'bearer'
  | 'cookie'
  | 'agent'
  | 'referer'
  | 'url'
  | 'url-query'
  | 'globoff'
  | 'noted'
  | 'ignored'
  | 'refused';

interface CurlOption {
  readonly short?: string;
  readonly takesValue: boolean;
  readonly meaning: CurlMeaning;
}

const value = (meaning: CurlMeaning, short?: string): CurlOption => ({
  takesValue: true,
  meaning,
  ...(short !== undefined && { short }),
});
const flag = (meaning: CurlMeaning, short?: string): CurlOption => ({
  takesValue: false,
  meaning,
  ...(short !== undefined && { short }),
});
const all = (names: string, option: CurlOption) => Object.fromEntries(names.split(' ').map((name) => [name, option]));

/** Options of curl by long name (curl's manual page, version 8): those that pasted commands have. */
export const curlOptions: Readonly<Record<string, CurlOption>> = {
  request: value('method', 'X'),
  header: value('header', 'H'),
  data: value('data', 'd'),
  'data-ascii': value('data'),
  'data-binary': value('data'),
  'data-raw': value('data-raw'),
  'data-urlencode': value('data-urlencode'),
  json: value('json'),
  form: value('form', 'F'),
  'form-string': value('form-string'),
  get: flag('get', 'G'),
  head: flag('head', 'I'),
  user: value('user', 'u'),
  'oauth2-bearer': value('bearer'),
  cookie: value('cookie', 'b'),
  'user-agent': value('agent', 'A'),
  referer: value('referer', 'e'),
  url: value('url'),
  'url-query': value('url-query'),
  insecure: flag('noted', 'k'),
  // Where and how curl connects: `curl-notes.ts` says what to do about it.
  proxy: value('noted', 'x'),
  cert: value('noted', 'E'),
  ...all('resolve connect-to unix-socket cacert capath key proxy-user', value('noted')),
  'upload-file': value('refused', 'T'),
  config: value('refused', 'K'),
  next: flag('refused', ':'),
  digest: flag('refused'),
  ntlm: flag('refused'),
  negotiate: flag('refused'),
  'aws-sigv4': value('refused'),
  // How curl itself behaves: no part of the request.
  location: flag('ignored', 'L'),
  silent: flag('ignored', 's'),
  'show-error': flag('ignored', 'S'),
  include: flag('ignored', 'i'),
  'show-headers': flag('ignored'),
  verbose: flag('ignored', 'v'),
  fail: flag('ignored', 'f'),
  globoff: flag('globoff', 'g'),
  'no-buffer': flag('ignored', 'N'),
  'progress-bar': flag('ignored', '#'),
  'http1.0': flag('ignored', '0'),
  ipv4: flag('ignored', '4'),
  ipv6: flag('ignored', '6'),
  output: value('ignored', 'o'),
  'remote-name': flag('ignored', 'O'),
  'max-time': value('ignored', 'm'),
  'write-out': value('ignored', 'w'),
  'cookie-jar': value('ignored', 'c'),
  'dump-header': value('ignored', 'D'),
  'request-target': value('refused'),
  ...all(
    'compressed http1.1 http2 http2-prior-knowledge http3 fail-with-body no-progress-meter no-silent basic anyauth location-trusted ' +
      'tcp-nodelay tlsv1.2 tlsv1.3 path-as-is tr-encoding no-keepalive retry-all-errors retry-connrefused ssl-reqd disable ' +
      'no-sessionid tcp-fastopen trace-time raw',
    flag('ignored'),
  ),
  ...all(
    'connect-timeout retry retry-delay retry-max-time cert-type key-type pass ciphers ' +
      'tls-max interface max-redirs noproxy limit-rate speed-time speed-limit stderr trace trace-ascii ' +
      'keepalive-time dns-servers output-dir local-port max-filesize',
    value('ignored'),
  ),
};
