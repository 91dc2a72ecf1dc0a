const pattern = new RegExp([
  /(?<order>⟨[^⟩\n]*⟩)/,
  /(?<escape>\\(?:[rnt0\\]|x[0-9a-f]{2}|u\{[0-9a-f]{1,6}\}))/,
  /(?<filled>\{(?:authority|host|port|frame (?:"[^"]*"|[^"}])*)\})/,
  /(?<bad>\\)/,
].map((part) => part.source).join('|'), 'gi');

/**
 * A script as pieces { kind, text }, for colouring only; the host is who understands it.
 * @param {{line: number, column: number}|null} mistake where a mistake begins, counted from 1
 */
export function tokens(text, mistake = null) {
  const pieces = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const kind = Object.entries(match.groups).find(([, found]) => found !== undefined)[0];
    pieces.push({ kind: null, text: text.slice(at, match.index) }, { kind, text: match[0] });
    at = match.index + match[0].length;
  }
  pieces.push({ kind: null, text: text.slice(at) });
  return mistake ? marked(pieces, offsetOf(text, mistake)) : pieces;
}

function offsetOf(text, { line, column }) {
  let at = 0;
  for (let n = 1; n < line; n++) at = text.indexOf('\n', at) + 1;
  return at + column - 1;
}

// The piece in which the mistake begins, from there on.
function marked(pieces, offset) {
  let at = 0;
  return pieces.flatMap((piece) => {
    const from = offset - at;
    at += piece.text.length;
    if (from < 0 || from >= piece.text.length) return [piece];
    const end = piece.kind ? piece.text.length : Math.min(piece.text.length, from + 1);
    return [
      { kind: piece.kind, text: piece.text.slice(0, from) },
      { kind: 'mistake', text: piece.text.slice(from, end) },
      { kind: piece.kind, text: piece.text.slice(end) },
    ];
  });
}
