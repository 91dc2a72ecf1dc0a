import { send } from './ask.js';

/**
 * Server-Sent Events as the answer to a POST, which EventSource cannot do.
 * @param {string} path below api/
 * @param {object} body what is asked
 * @param {AbortSignal} signal ends it; the host notices and stops as well
 * @param {Object<string, function>} on what to do with each kind of event; its data is parsed
 */
export async function stream(path, body, signal, on) {
  const response = await send(path, body, signal);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const blocks = (rest + piece.value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) tell(block, on);
  }
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
