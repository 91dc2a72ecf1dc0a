/** The host said no, in one sentence in both languages. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.words = { en: problem.detail ?? `The program returned ${status}.`, zh: problem.detailZh ?? `程序返回了 ${status}。` };
  }
}

/** Asks for JSON. Nothing (204) is null. */
export async function get(path, signal) {
  return json(await fetch(`api/${path}`, { signal }));
}

/** Says something in JSON, gets JSON. */
export async function post(path, body, signal) {
  return json(await send(path, body, signal));
}

/** Says something in JSON; the answer is for the caller to read. */
export async function send(path, body, signal) {
  const response = await fetch(`api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) await refuse(response);
  return response;
}

async function json(response) {
  if (!response.ok) await refuse(response);
  return response.status === 204 ? null : response.json();
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
