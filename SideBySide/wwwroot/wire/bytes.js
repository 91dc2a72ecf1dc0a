/** Bytes travel in JSON as base64. */
export const fromBase64 = (text) => Uint8Array.from(atob(text ?? ''), (character) => character.charCodeAt(0));

export function toBase64(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** The same for an address: no character that means something there. */
export const toAddress = (text) => toBase64(new TextEncoder().encode(text)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** @returns null when it is none */
export function fromAddress(text) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(text.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return null;
  }
}

export function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export const hex = (byte) => byte.toString(16).padStart(2, '0').toUpperCase();
