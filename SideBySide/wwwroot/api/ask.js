import { hostAnswered, hostIsGone } from './host.js';

/** The host rejected the request, in one sentence in both languages. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.words = { en: problem.detail ?? `The program returned ${status}.`, zh: problem.detailZh ?? `程序返回了 ${status}。` };
  }
}

/** Nobody answered: the banner says so on every view, and this says what became of the request. */
export class Unreachable extends Refused {
  constructor() {
    super(0, { detail: 'The program did not respond, so this did not run to its end.', detailZh: '程序没有响应，这次没有完成。' });
  }
}

/** Asks for JSON. Nothing (204) is null. */
export async function get(path, signal) {
  return json(await ask(`api/${path}`, { signal }));
}

/** A result that was recorded, by its file's name. */
export async function recorded(name, signal) {
  return json(await ask(`recorded/${name}.json`, { signal }));
}

/** Says something in JSON, gets JSON. */
export async function post(path, body, signal) {
  return json(await send(path, body, signal));
}

/** Says something in JSON; the answer is for the caller to read. */
export async function send(path, body, signal) {
  return whole(await ask(`api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  }));
}

/** Asks for a stream; null when there is none (204). */
export async function open(path, signal) {
  const response = await whole(await ask(`api/${path}`, { signal }));
  return response.status === 204 ? null : response;
}

/** A failure of the connection, in words. What was stopped by its signal stays what it is. */
export function unreachable(error, signal) {
  if (signal?.aborted || !(error instanceof TypeError)) return error;
  hostIsGone();
  return new Unreachable();
}

async function ask(path, request) {
  try {
    const response = await fetch(path, request);
    hostAnswered();
    return response;
  } catch (error) {
    throw unreachable(error, request.signal);
  }
}

async function json(response) {
  await whole(response);
  return response.status === 204 ? null : response.json();
}

async function whole(response) {
  if (!response.ok) await refuse(response);
  return response;
}

async function refuse(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Not every refusal comes with words.
  }
  throw new Refused(response.status, problem);
}
