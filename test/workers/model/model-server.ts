import { createServer, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** How the scripted endpoint answers one request. */
export type Script =
  | { readonly say: string; readonly tokens?: number }
  /** Says what is made of the question. */
  | { readonly answer: (asked: Asked) => string }
  /** Begins an answer and sends a byte now and then, without end. */
  | { readonly drip: true }
  | { readonly redirect: string }
  /** Says it so much later. */
  | { readonly say: string; readonly afterMs: number }
  | { readonly status: number; readonly message: string }
  | { readonly raw: string }
  | { readonly hang: true };

const Request = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({ type: z.string() }).optional(),
});
export type Asked = z.infer<typeof Request>;

export interface ModelServer {
  readonly baseUrl: string;
  /** Everything that reached the wire, parsed. */
  readonly asked: readonly Asked[];
  /** The same, byte for byte, with headers. */
  readonly wire: readonly string[];
  close(): Promise<void>;
}

/** An OpenAI-compatible endpoint on loopback that answers by script, one entry a request; the last is repeated. */
export async function startModelServer(script: readonly Script[]): Promise<ModelServer> {
  const asked: Asked[] = [];
  const wire: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      wire.push(`${JSON.stringify(request.headers)}\n${body}`);
      const current = Request.parse(JSON.parse(body));
      asked.push(current);
      const step = script[Math.min(asked.length, script.length) - 1];
      if (step === undefined || 'hang' in step) return;
      if ('redirect' in step) return void response.writeHead(307, { location: step.redirect }).end();
      if ('drip' in step) {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 10);
        return void response.on('close', () => clearInterval(timer));
      }
      if ('afterMs' in step) {
        const timer = setTimeout(() => answered(response, step.say), step.afterMs);
        return void response.on('close', () => clearTimeout(timer));
      }
      response.setHeader('content-type', 'application/json');
      if ('raw' in step) return void response.end(step.raw);
      if ('status' in step) {
        response.statusCode = step.status;
        return void response.end(JSON.stringify({ error: { message: step.message, type: 'invalid_request_error' } }));
      }
      if ('answer' in step) return answered(response, step.answer(current));
      answered(response, step.say, step.tokens);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = z.object({ port: z.number() }).parse(server.address());
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    asked,
    wire,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answered(response: ServerResponse, content: string, tokens?: number): void {
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: 'c1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
      ...(tokens === undefined ? {} : { usage: { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens } }),
    }),
  );
}
