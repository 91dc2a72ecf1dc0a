import { open, send, unreachable } from './ask.js';

/**
 * Server-Sent Events as the answer to a POST, which EventSource cannot do.
 * @param {string} path below api/
 * @param {object|null} body what is asked; null for a GET
 * @param {AbortSignal} signal ends it; the host notices and stops as well
 * @param {Object<string, function>} on what to do with each kind of event; its data is parsed
 * @returns false when there is no such stream (204)
 */
export async function stream(path, body, signal, on) {
  const response = body === null ? await open(path, signal) : await send(path, body, signal);
  if (response === null) return false;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const next = () =>
    reader.read().catch((error) => {
      throw unreachable(error, signal);
    });
  let rest = '';
  for (let piece = await next(); !piece.done; piece = await next()) {
    const blocks = (rest + piece.value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) tell(block, on);
  }
  return true;
}

function tell(block, on) {
  let kind = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) kind = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5));
  }
  if (data.length > 0) on[kind]?.(JSON.parse(data.join('\n')));
}
