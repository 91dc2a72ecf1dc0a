import { hex } from './bytes.js';
import { make } from '../shell/dom.js';

// What shows nothing by itself, or would change how the text around it looks, is escaped, as the host does it. A backslash stays as it is:
// escapes have a colour of their own here, so \\r that a server wrote and the control character differ.
const escapes = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r' };
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}]/u;

/** One character: { text, escape, length } where length counts its bytes. */
function next(bytes, at) {
  const byte = bytes[at];
  if (byte in escapes) return { text: escapes[byte], escape: true, length: 1 };
  if (byte < 0x80)
    return byte < 0x20 || byte === 0x7f
      ? { text: `\\x${hex(byte)}`, escape: true, length: 1 }
      : { text: String.fromCharCode(byte), escape: false, length: 1 };
  const rune = decode(bytes, at);
  if (rune === null) return { text: `\\x${hex(byte)}`, escape: true, length: 1 };
  const text = String.fromCodePoint(rune.code);
  return deceptive.test(text)
    ? { text: `\\u{${rune.code.toString(16).toUpperCase()}}`, escape: true, length: rune.length }
    : { text, escape: false, length: rune.length };
}

// UTF-8 (RFC 3629): the shortest form only, no surrogates.
function decode(bytes, at) {
  const lead = bytes[at];
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (length === 0 || lead > 0xf4 || at + length > bytes.length) return null;
  let code = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    if ((bytes[at + i] & 0xc0) !== 0x80) return null;
    code = (code << 6) | (bytes[at + i] & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length];
  return code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? null : { code, length };
}

/** Bytes as lines of runs { text, escape }; a line ends after each LF, which is shown as well. */
export function lines(bytes) {
  const all = [];
  let line = [];
  for (let at = 0; at < bytes.length; ) {
    const character = next(bytes, at);
    const last = line.at(-1);
    if (last && last.escape === character.escape) last.text += character.text;
    else line.push({ text: character.text, escape: character.escape });
    if (bytes[at] === 10) {
      all.push(line);
      line = [];
    }
    at += character.length;
  }
  if (line.length > 0) all.push(line);
  return all;
}

/** Bytes as plain text, each LF followed by a line break. */
export const plain = (bytes) => lines(bytes).map((line) => line.map((run) => run.text).join('')).join('\n');

/** A line as nodes, its escapes quiet. */
export const lineNodes = (line) => line.map((run) => (run.escape ? make('span.escape', {}, run.text) : run.text));

/** Bytes as nodes. */
export const visible = (bytes) => lines(bytes).flatMap((line, index) => [index > 0 ? '\n' : null, ...lineNodes(line)]);
