// Asking the server. Failures are told in the server's own words, which say what to do.

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

export interface Session {
  is_open: boolean;
  is_signed_in: boolean;
  has_names: boolean;
  name: string | null;
  word: string | null;
  is_read_only: boolean;
  reads: boolean;
  version: string;
}

let session: Promise<Session> | null = null;

/** Who we are to the server, and what it does; asked once. */
export function whoAmI(anew = false): Promise<Session> {
  if (anew || !session) {
    session = fetch('/api/v1/session').then(read<Session>);
    // A failure is not kept: the next one who asks tries again.
    session.catch(() => (session = null));
  }
  return session;
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  let detail = `the server answered ${response.status}`;
  try {
    const problem = (await response.json()) as { detail?: string };
    if (problem.detail) detail = problem.detail;
  } catch {
    // It was no problem document; the status says what there is to say.
  }
  throw new Problem(response.status, detail);
}

const away = (cause: unknown) => {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  throw new Problem(0, 'the server does not answer; is `chancery serve` still running?');
};

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return read<T>(await fetch(path, { signal, headers: { accept: 'application/json' } }).catch(away));
}

/** Sends something; the word shows the server that it comes from a page of its own. */
export async function send<T>(method: string, path: string, body: string, media: string): Promise<T> {
  const word = (await whoAmI()).word ?? '';
  const headers = { 'content-type': media, accept: 'application/json', 'x-chancery-word': word };
  return read<T>(await fetch(path, { method, headers, body }).catch(away));
}

/** The address of a question, without what is empty. */
export function ask(path: string, parameters: Record<string, string | number | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const words = query.toString();
  return words ? `${path}?${words}` : path;
}
