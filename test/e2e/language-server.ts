import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

export interface CompletionItem {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

/** A place in a text: 0-based line and column. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly items?: readonly unknown[];
    readonly diagnostics?: readonly Diagnostic[];
  };
  readonly result?: unknown;
}

const server = resolve(import.meta.dirname, '../../node_modules/yaml-language-server/bin/yaml-language-server');

/** The language server that VS Code's YAML extension runs, over standard streams (Language Server Protocol 3.17). */
export class LanguageServer {
  readonly #child: ChildProcess = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnosed = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  #configured: () => void = () => undefined;
  #buffer = Buffer.alloc(0);
  #requests = 0;

  async start(): Promise<void> {
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#receive(chunk));
    await this.#request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { completion: { completionItem: { documentationFormat: ['markdown'] } } },
      },
    });
    const configured = new Promise<void>((done) => (this.#configured = done));
    this.#send({ method: 'initialized', params: {} });
    // What it is shown before it has these settings, it looks at with others.
    await configured;
  }

  /** What is wrong with a file, or with another text in its place. */
  open(path: string, text = readFileSync(path, 'utf8')): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(path).href;
    const diagnostics = new Promise<readonly Diagnostic[]>((done) => this.#diagnosed.set(uri, done));
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    });
    return diagnostics;
  }

  async complete(path: string, position: Place): Promise<readonly CompletionItem[]> {
    const params = { textDocument: { uri: pathToFileURL(path).href }, position };
    const { items } = (await this.#request('textDocument/completion', params)) as { items: readonly CompletionItem[] };
    return items;
  }

  async hover(path: string, position: Place): Promise<string> {
    const params = { textDocument: { uri: pathToFileURL(path).href }, position };
    const found = (await this.#request('textDocument/hover', params)) as { contents: { value: string } } | null;
    return found?.contents.value ?? '';
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.#child.once('exit', done));
    this.#child.kill();
    await ended;
  }

  #request(method: string, params: object): Promise<unknown> {
    this.#requests += 1;
    const id = this.#requests;
    this.#send({ id, method, params });
    return new Promise((done) => this.#answers.set(id, done));
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(0, end)).toString())?.[1]);
      if (end === -1 || this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.subarray(end + 4, end + 4 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#handle(JSON.parse(body) as Message);
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics')
      this.#diagnosed.get(params?.uri ?? '')?.(params?.diagnostics ?? []);
    else if (method === 'workspace/configuration') {
      this.#send({ id, result: (params?.items ?? []).map(() => settings) });
      this.#configured();
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null });
    else if (id !== undefined) this.#answers.get(id)?.(result);
  }
}

/** Nothing from the network. */
const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
